package io.gantry.fleet.node;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.persistence.node.NodeAssignments;
import io.gantry.persistence.node.NodeEntity;
import io.gantry.persistence.node.NodeRepository;
import io.gantry.persistence.notification.Notifier;
import io.gantry.persistence.notification.Topic;
import org.springframework.stereotype.Component;

/** Takes a node and all that hangs on it out of the database; the ledger stays. */
@Component
class NodeRemoval {
  private final NodeRepository nodes;
  private final NodeAssignments assignments;
  private final Notifier notifier;

  NodeRemoval(NodeRepository nodes, NodeAssignments assignments, Notifier notifier) {
    this.nodes = nodes;
    this.assignments = assignments;
    this.notifier = notifier;
  }

  void remove(NodeEntity node, boolean force) {
    assignments.lockContainers(node.getId());
    assignments.lock(node.getId());
    if (!force && assignments.holdsAnything(node.getId())) {
      throw GantryException.of(
              ErrorCode.STATE_INVALID,
              "node %s has containers or volumes: remove them before, or use force if it is gone"
                  .formatted(node.name()))
          .about("node", node.getId());
    }
    notifier.changed(assignments.clear(node.getId()).stream().map(Topic::container).toList());
    notifier.changed(Topic.node(node.getId()));
    nodes.delete(node);
    nodes.flush();
  }
}
