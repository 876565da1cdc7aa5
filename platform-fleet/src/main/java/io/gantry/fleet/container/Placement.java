package io.gantry.fleet.container;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.PortMapping;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.VolumeResource;
import io.gantry.fleet.node.Presence;
import io.gantry.persistence.container.ContainerEntity;
import io.gantry.persistence.container.ContainerEntity.Wish;
import io.gantry.persistence.container.VolumeRows;
import io.gantry.persistence.node.NodeAssignments;
import io.gantry.persistence.node.NodeRows;
import io.gantry.persistence.node.PlacementRows;
import io.gantry.persistence.node.PlacementRows.Needs;
import io.gantry.persistence.node.PublishedPortRows;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Chooses the node of a container: one that is ready, has room and the ports free, allows what is
 * asked, and holds the container's volumes; of those one that has the image, else the emptiest. The
 * chosen node's assignments stay locked, so what was found to fit still fits when it is stored.
 */
@Component
class Placement {
  private static final int CANDIDATES = 16;

  private final PlacementRows rows;
  private final NodeRows nodes;
  private final NodeAssignments assignments;
  private final PublishedPortRows ports;
  private final VolumeRows volumes;
  private final Presence presence;

  Placement(
      PlacementRows rows,
      NodeRows nodes,
      NodeAssignments assignments,
      PublishedPortRows ports,
      VolumeRows volumes,
      Presence presence) {
    this.rows = rows;
    this.nodes = nodes;
    this.assignments = assignments;
    this.ports = ports;
    this.volumes = volumes;
    this.presence = presence;
  }

  /**
   * Id of the node, locked.
   *
   * @param wished name or id of the only node that is acceptable
   */
  String place(TenantId tenant, ContainerSpec spec, @Nullable String wished) {
    Instant reachableSince = presence.reachableSince();
    String named = wished == null ? null : existing(wished, reachableSince);
    Needs needs = needs(tenant, spec, boundTo(tenant, spec, named), reachableSince);
    for (String candidate : rows.candidates(needs, CANDIDATES)) {
      assignments.lock(candidate);
      if (!rows.candidates(needs.on(candidate), 1).isEmpty()) {
        return candidate;
      }
    }
    throw refusal(needs);
  }

  /** Promises the container's ports and volumes to it. */
  void occupy(ContainerEntity container, Wish wish) {
    ContainerSpec spec = container.spec();
    TenantId tenant = container.assignment().tenant();
    ports.add(container.nodeId(), container.containerId(), published(spec));
    for (String name : volumeNames(spec)) {
      volumes.add(
          container.nodeId(),
          new VolumeResource(tenant, name, container.nodeId(), Map.of(), wish.at(), wish.by(), 0));
      volumes.use(tenant, name, container.containerId());
    }
    if (volumes.nodesOf(tenant, volumeNames(spec)).size() > 1) {
      throw GantryException.of(
          ErrorCode.CONFLICT,
          "a volume of the container was made on another node just now: try again");
    }
  }

  private String existing(String wished, Instant reachableSince) {
    return nodes
        .find(wished, reachableSince)
        .orElseThrow(
            () ->
                GantryException.of(
                        ErrorCode.NO_SUCH_NODE, "there is no node '%s'".formatted(wished))
                    .about("node", wished))
        .id();
  }

  /** The node the container's volumes lie on, or else the one that was wished for. */
  private @Nullable String boundTo(TenantId tenant, ContainerSpec spec, @Nullable String named) {
    Set<String> bound = new LinkedHashSet<>(volumes.nodesOf(tenant, volumeNames(spec)));
    if (named != null) {
      bound.add(named);
    }
    if (bound.size() > 1) {
      throw GantryException.of(
          ErrorCode.NO_PLACEMENT,
          "the container's volumes lie on another node than it is to run on: name the volumes' node,"
              + " or other volumes");
    }
    return bound.stream().findFirst().orElse(null);
  }

  private static Needs needs(
      TenantId tenant, ContainerSpec spec, @Nullable String node, Instant reachableSince) {
    Long memory = spec.resources().memoryBytes();
    return new Needs(
        tenant,
        spec.image(),
        memory == null ? 0 : memory,
        published(spec),
        Ceiling.asked(spec),
        node,
        reachableSince);
  }

  private static List<PortMapping> published(ContainerSpec spec) {
    return spec.network().mode() == NetworkSpec.Mode.BRIDGE ? spec.network().ports() : List.of();
  }

  private static Set<String> volumeNames(ContainerSpec spec) {
    return spec.mounts().stream()
        .filter(mount -> mount.kind() == MountSpec.Kind.VOLUME)
        .map(mount -> String.valueOf(mount.source()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private GantryException refusal(Needs needs) {
    if (!rows.candidates(needs.withoutPorts(), 1).isEmpty()) {
      return GantryException.of(
          ErrorCode.PORT_IN_USE,
          "a port the container publishes is taken on every node it could run on: choose another");
    }
    return GantryException.of(
        ErrorCode.NO_PLACEMENT,
        "no ready node%s has the memory and allows what the container asks for: see the nodes' states"
            .formatted(needs.node() == null ? "" : " '" + needs.node() + "'"));
  }
}
