package io.gantry.api.resource;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which containers are listed; what is absent does not narrow.
 *
 * @param name the whole name
 * @param labels each must be present with this value
 * @param state display name of the state
 * @param node name or id
 * @param image reference as in the spec
 */
public record ContainerFilter(
    @Nullable String name,
    Map<String, String> labels,
    @Nullable String state,
    @Nullable String node,
    @Nullable String image) {
  public static final ContainerFilter ALL = new ContainerFilter(null, Map.of(), null, null, null);

  public ContainerFilter {
    labels = Map.copyOf(labels);
  }
}
