package io.gantry.fleet.container;

import io.gantry.persistence.container.ContainerEntity;
import io.gantry.persistence.container.ContainerRepository;
import io.gantry.persistence.node.NodeAssignments;
import io.gantry.persistence.notification.Notifier;
import io.gantry.persistence.notification.Topic;
import java.util.List;
import org.springframework.stereotype.Component;

/** Saves a changed container at the next place of its node's watch and wakes the watch. */
@Component
class AssignmentChange {
  private final ContainerRepository containers;
  private final NodeAssignments assignments;
  private final Notifier notifier;

  AssignmentChange(ContainerRepository containers, NodeAssignments assignments, Notifier notifier) {
    this.containers = containers;
    this.assignments = assignments;
    this.notifier = notifier;
  }

  void add(ContainerEntity container) {
    save(container, assignments.next(container.nodeId(), 1, container.memoryBytes()));
  }

  void save(ContainerEntity container) {
    save(container, assignments.next(container.nodeId(), 0, container.memoryGrowthBytes()));
  }

  private void save(ContainerEntity container, long version) {
    container.assign(version);
    containers.saveAndFlush(container);
    notifier.changed(
        List.of(Topic.node(container.nodeId()), Topic.container(container.containerId())));
  }
}
