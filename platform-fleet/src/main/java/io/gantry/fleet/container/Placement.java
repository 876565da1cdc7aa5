package io.gantry.fleet.container;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.PlacementResource;
import io.gantry.api.resource.PlacementResource.Fit;
import io.gantry.fleet.node.Presence;
import io.gantry.persistence.node.NodeAssignments;
import io.gantry.persistence.node.NodeRows;
import io.gantry.persistence.node.PlacementRows;
import io.gantry.persistence.node.PlacementRows.Needs;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Chooses the node of a container: one that is ready, has room and the ports free, allows what is
 * asked, and holds the container's volumes and the containers it joins; of those one that has the
 * image, else the emptiest. The chosen node's assignments stay locked, so what was found to fit
 * still fits when it is stored.
 */
@Component
class Placement {
  private static final int CANDIDATES = 16;
  private static final int MOST_EXPLAINED = 1_000;

  private final PlacementRows rows;
  private final NodeRows nodes;
  private final NodeAssignments assignments;
  private final Binding binding;
  private final Presence presence;

  Placement(
      PlacementRows rows,
      NodeRows nodes,
      NodeAssignments assignments,
      Binding binding,
      Presence presence) {
    this.rows = rows;
    this.nodes = nodes;
    this.assignments = assignments;
    this.binding = binding;
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
    Needs needs = needs(tenant, spec, binding.node(tenant, spec, named), reachableSince);
    for (String candidate : rows.candidates(needs, CANDIDATES)) {
      assignments.lock(candidate);
      if (!rows.candidates(needs.on(candidate), 1).isEmpty()) {
        return candidate;
      }
    }
    throw refusal(needs, spec);
  }

  /**
   * Which nodes could take the container now, and what stands against the others.
   *
   * @throws GantryException as {@link #place}, where no node at all can be meant
   */
  PlacementResource explain(TenantId tenant, ContainerSpec spec, @Nullable String wished) {
    Instant reachableSince = presence.reachableSince();
    String named = wished == null ? null : existing(wished, reachableSince);
    Needs needs = needs(tenant, spec, binding.node(tenant, spec, named), reachableSince);
    List<Fit> found = rows.explain(needs, MOST_EXPLAINED + 1);
    List<Fit> nodes = found.subList(0, Math.min(found.size(), MOST_EXPLAINED));
    String chosen =
        nodes.stream()
            .filter(fit -> fit.obstacles().isEmpty())
            .map(Fit::node)
            .findFirst()
            .orElse(null);
    return new PlacementResource(chosen, nodes, found.size() > nodes.size());
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

  private static Needs needs(
      TenantId tenant, ContainerSpec spec, @Nullable String node, Instant reachableSince) {
    Long memory = spec.resources().memoryBytes();
    return new Needs(
        tenant,
        spec.image(),
        memory == null ? 0 : memory,
        spec.network().published(),
        Ceiling.asked(spec),
        node,
        reachableSince);
  }

  private GantryException refusal(Needs needs, ContainerSpec spec) {
    if (!rows.candidates(needs.withoutPorts(), 1).isEmpty()) {
      return GantryException.of(
          ErrorCode.PORT_IN_USE,
          "a port the container publishes is taken on every node it could run on: choose another");
    }
    Set<String> owners = Binding.needed(spec);
    String node = needs.node() == null ? "" : " '" + needs.node() + "'";
    String owner = owners.isEmpty() ? "" : ", where %s lies,".formatted(String.join(", ", owners));
    return GantryException.of(
        ErrorCode.NO_PLACEMENT,
        "no ready node%s%s has the memory and allows what the container asks for: see the nodes' states"
            .formatted(node, owner));
  }
}
