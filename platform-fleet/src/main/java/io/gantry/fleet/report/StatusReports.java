package io.gantry.fleet.report;

import io.gantry.api.container.ContainerId;
import io.gantry.api.node.Report.ContainerStatus;
import io.gantry.persistence.container.ContainerStatusRows;
import io.gantry.persistence.container.ContainerStatusRows.Told;
import io.gantry.persistence.node.NodeAssignments;
import io.gantry.persistence.notification.Notifier;
import io.gantry.persistence.notification.Topic;
import java.util.List;
import java.util.SequencedMap;
import org.springframework.stereotype.Component;

/**
 * Keeps the newest status of each container, and forgets containers their node has removed. Rows
 * are locked in the order of their ids.
 */
@Component
class StatusReports {
  private final ContainerStatusRows rows;
  private final NodeAssignments assignments;
  private final Notifier notifier;

  StatusReports(ContainerStatusRows rows, NodeAssignments assignments, Notifier notifier) {
    this.rows = rows;
    this.assignments = assignments;
    this.notifier = notifier;
  }

  void apply(Reported reported) {
    SequencedMap<ContainerId, Told> newest = reported.newestStatuses();
    rows.replace(newest.values().stream().filter(told -> !told.status().removed()).toList());
    List<ContainerId> removed =
        newest.values().stream()
            .map(Told::status)
            .filter(ContainerStatus::removed)
            .map(ContainerStatus::container)
            .toList();
    if (!removed.isEmpty()) {
      assignments.gone(reported.node().id(), removed, reported.at());
      notifier.changed(Topic.node(reported.node().id()));
    }
  }
}
