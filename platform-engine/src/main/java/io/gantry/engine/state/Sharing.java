package io.gantry.engine.state;

import io.gantry.api.container.ContainerId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose namespaces a container joins, and what else it needs. Fixed at creation, so that containers
 * can never need each other in a circle.
 *
 * @param required containers that must run, whatever is shared with them
 */
public record Sharing(
    @Nullable ContainerId network,
    @Nullable ContainerId pid,
    @Nullable ContainerId ipc,
    @Nullable ContainerId uts,
    List<ContainerId> required) {
  /** Nothing is shared and nothing needed. */
  public static final Sharing NOTHING = new Sharing(null, null, null, null, List.of());

  public Sharing {
    required = required == null ? List.of() : List.copyOf(required);
  }

  /** All containers it needs, each once (DEPS-1). */
  public Set<ContainerId> needed() {
    Set<ContainerId> needed = new LinkedHashSet<>();
    Stream.of(network, pid, ipc, uts).filter(Objects::nonNull).forEach(needed::add);
    needed.addAll(required);
    return needed;
  }
}
