package io.gantry.fleet.node;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.fleet.exit.UnknownEnds;
import io.gantry.persistence.doctor.OpenRunRows;
import io.gantry.persistence.doctor.OpenRunRows.OpenRun;
import io.gantry.persistence.node.NodeAssignments;
import io.gantry.persistence.node.NodeEntity;
import io.gantry.persistence.node.NodeRepository;
import io.gantry.persistence.notification.Notifier;
import io.gantry.persistence.notification.Topic;
import org.springframework.stereotype.Component;

/**
 * Takes a node and all that hangs on it out of the database. The ledger stays, and runs that were
 * under way end in it as unknown.
 */
@Component
class NodeRemoval {
  private final NodeRepository nodes;
  private final NodeAssignments assignments;
  private final OpenRunRows openRuns;
  private final UnknownEnds ends;
  private final Notifier notifier;

  NodeRemoval(
      NodeRepository nodes,
      NodeAssignments assignments,
      OpenRunRows openRuns,
      UnknownEnds ends,
      Notifier notifier) {
    this.nodes = nodes;
    this.assignments = assignments;
    this.openRuns = openRuns;
    this.ends = ends;
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
    openRuns.onNode(node.getId()).forEach(run -> ends.record(run, run.run(), reason(node, run)));
    notifier.changed(assignments.clear(node.getId()).stream().map(Topic::container).toList());
    notifier.changed(Topic.node(node.getId()));
    nodes.delete(node);
    nodes.flush();
  }

  /** Its key is worth nothing from now on, so no report can tell the end any more. */
  private static String reason(NodeEntity node, OpenRun run) {
    return "node %s was removed before it told how the run ended; last heard of %s"
        .formatted(node.name(), run.lastSeenAt() == null ? "never" : "at " + run.lastSeenAt());
  }
}
