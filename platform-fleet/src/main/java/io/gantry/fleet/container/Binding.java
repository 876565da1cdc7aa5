package io.gantry.fleet.container;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NamespaceSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.persistence.container.ContainerRows.Row;
import io.gantry.persistence.container.VolumeRows;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What leaves a container no choice of its node: the volumes it mounts, and the containers whose
 * namespaces it joins or which must run before it.
 */
@Component
class Binding {
  private final VolumeRows volumes;
  private final ContainerLookup containers;

  Binding(VolumeRows volumes, ContainerLookup containers) {
    this.volumes = volumes;
    this.containers = containers;
  }

  /**
   * The only node the container can run on.
   *
   * @param wished id of the node that was asked for
   * @return absent if any node will do
   * @throws GantryException NO_SUCH_CONTAINER if a container it needs is unknown, CONFLICT if that
   *     is being removed, NO_PLACEMENT if no one node has everything
   */
  @Nullable String node(TenantId tenant, ContainerSpec spec, @Nullable String wished) {
    Map<String, String> reasons = new TreeMap<>();
    for (String node : volumes.nodesOf(tenant, volumeNames(spec))) {
      reasons.put(node, "its volumes");
    }
    for (String reference : needed(spec)) {
      reasons.put(owner(tenant, reference).nodeId(), "container '%s'".formatted(reference));
    }
    if (wished != null) {
      reasons.putIfAbsent(wished, "the node that was named");
    }
    if (reasons.size() > 1) {
      throw GantryException.of(
          ErrorCode.NO_PLACEMENT,
          "the container runs on one node only, and these lie on several: %s; name others"
              .formatted(reasons.values().stream().sorted().collect(Collectors.joining(", "))));
    }
    return reasons.keySet().stream().findFirst().orElse(null);
  }

  private Row owner(TenantId tenant, String reference) {
    Row owner = containers.row(tenant, reference);
    if (owner.container().goal() == Goal.REMOVED) {
      throw GantryException.of(
              ErrorCode.CONFLICT,
              "container '%s', which it joins or needs, is being removed: name another one"
                  .formatted(reference))
          .about("container", reference);
    }
    return owner;
  }

  /** Names and ids of the containers it joins or needs. */
  static Set<String> needed(ContainerSpec spec) {
    NamespaceSpec namespaces = spec.namespaces();
    return Stream.concat(
            namespaces.requires().stream(),
            Stream.of(
                    spec.network().container(),
                    namespaces.pid(),
                    namespaces.ipc(),
                    namespaces.uts())
                .flatMap(Stream::ofNullable))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static Set<String> volumeNames(ContainerSpec spec) {
    return spec.mounts().stream()
        .filter(mount -> mount.kind() == MountSpec.Kind.VOLUME)
        .map(mount -> String.valueOf(mount.source()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
