package io.gantry.fleet.node;

import io.gantry.persistence.node.NodeAssignments;
import io.gantry.persistence.notification.Notifier;
import io.gantry.persistence.notification.Topic;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * A node has one watch, whatever replicas it connected to: the newest. An older one's connection
 * may be dead without anybody having noticed, and must not take what is meant for the node.
 */
@Component
class WatchClaims {
  private final NodeAssignments assignments;
  private final Notifier notifier;

  WatchClaims(NodeAssignments assignments, Notifier notifier) {
    this.assignments = assignments;
    this.notifier = notifier;
  }

  /** Makes a new watch the node's one, and wakes the older one, which ends. */
  @Transactional
  public String claim(String nodeId) {
    String watch = UUID.randomUUID().toString();
    assignments.claimWatch(nodeId, watch);
    notifier.changed(Topic.node(nodeId));
    return watch;
  }

  /** Whether this still is the node's watch; of a node that was removed, too. */
  @Transactional(readOnly = true)
  public boolean isHeld(String nodeId, String watch) {
    return assignments.isWatch(nodeId, watch) || assignments.versions(nodeId).isEmpty();
  }
}
