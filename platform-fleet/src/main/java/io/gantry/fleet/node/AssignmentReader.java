package io.gantry.fleet.node;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Assignment;
import io.gantry.api.node.WatchEvent;
import io.gantry.persistence.container.ContainerEntity;
import io.gantry.persistence.container.ContainerRepository;
import io.gantry.persistence.fence.AcrossTenants;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.persistence.node.NodeAssignments;
import io.gantry.persistence.node.NodeAssignments.Gone;
import io.gantry.persistence.node.NodeAssignments.Versions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Reads what a node should run, as of one moment. */
@Component
class AssignmentReader {
  /** The version of a watch that has seen nothing. */
  static final long NOTHING_SEEN = -1;

  private final NodeAssignments assignments;
  private final ContainerRepository containers;

  AssignmentReader(NodeAssignments assignments, ContainerRepository containers) {
    this.assignments = assignments;
    this.containers = containers;
  }

  /** What a watch at this version has to be told, in order; the last event's version is reached. */
  @AcrossTenants(PlatformWork.NODES)
  @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
  public List<WatchEvent> changes(String nodeId, long since) {
    Versions versions = assignments.versions(nodeId).orElseThrow(() -> missing(nodeId));
    if (since < versions.forgotten() || since > versions.current() || since == NOTHING_SEEN) {
      return List.of(
          event(WatchEvent.Type.LIST, versions.current(), containers.changedOnNode(nodeId, -1)));
    }
    if (since == versions.current()) {
      return List.of();
    }
    return changed(nodeId, since);
  }

  private List<WatchEvent> changed(String nodeId, long since) {
    List<WatchEvent> events = new ArrayList<>();
    for (ContainerEntity container : containers.changedOnNode(nodeId, since)) {
      events.add(event(WatchEvent.Type.CHANGED, container.resourceVersion(), List.of(container)));
    }
    for (Gone gone : assignments.goneSince(nodeId, since)) {
      events.add(
          new WatchEvent(WatchEvent.Type.GONE, gone.version(), List.of(), gone.container(), null));
    }
    events.sort(Comparator.comparingLong(WatchEvent::resourceVersion));
    return events;
  }

  private static WatchEvent event(
      WatchEvent.Type type, long version, List<ContainerEntity> containers) {
    List<Assignment> assigned = containers.stream().map(ContainerEntity::assignment).toList();
    return new WatchEvent(type, version, assigned, null, null);
  }

  private static GantryException missing(String nodeId) {
    return GantryException.of(
            ErrorCode.NO_SUCH_NODE, "node %s was removed: enrol it again".formatted(nodeId))
        .about("node", nodeId);
  }
}
