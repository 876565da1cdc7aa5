package io.gantry.fleet.node;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.NodeResource;
import io.gantry.api.resource.NodeResource.State;
import io.gantry.persistence.node.NodeRows;
import io.gantry.persistence.node.PlacementRows;
import io.gantry.persistence.node.PlacementRows.Needs;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The node an image or volume is to be on when no container decides it. */
@Service
public class NodeChoice {
  private final NodeRows nodes;
  private final PlacementRows placement;
  private final Presence presence;

  NodeChoice(NodeRows nodes, PlacementRows placement, Presence presence) {
    this.nodes = nodes;
    this.placement = placement;
    this.presence = presence;
  }

  /** A node that answers now. */
  public record Chosen(String nodeId, String name) {}

  /**
   * The named node; absent, one that has the image, else the emptiest.
   *
   * @throws GantryException NO_SUCH_NODE; NODE_UNAVAILABLE if it does not answer; NO_PLACEMENT if
   *     none does
   */
  @Transactional(readOnly = true)
  public Chosen choose(TenantId tenant, @Nullable String node, @Nullable String image) {
    NodeResource found =
        nodes
            .find(node == null ? ready(tenant, image) : node, presence.reachableSince())
            .orElseThrow(
                () ->
                    GantryException.of(
                            ErrorCode.NO_SUCH_NODE, "there is no node '%s'".formatted(node))
                        .about("node", String.valueOf(node)));
    if (found.state() == State.LOST) {
      throw GantryException.of(
              ErrorCode.NODE_UNAVAILABLE,
              "node %s does not answer: try again when its agent is back".formatted(found.name()))
          .about("node", found.id())
          .in(found.state());
    }
    return new Chosen(found.id(), found.name());
  }

  private String ready(TenantId tenant, @Nullable String image) {
    Needs needs =
        new Needs(
            tenant,
            image == null ? "" : image,
            0,
            List.of(),
            Set.of(),
            null,
            presence.reachableSince());
    return placement.candidates(needs, 1).stream()
        .findFirst()
        .orElseThrow(
            () ->
                GantryException.of(
                    ErrorCode.NO_PLACEMENT, "no node is ready: see the nodes' states"));
  }
}
