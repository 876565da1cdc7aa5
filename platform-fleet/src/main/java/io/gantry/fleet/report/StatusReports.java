package io.gantry.fleet.report;

import io.gantry.api.container.ContainerId;
import io.gantry.api.node.Report;
import io.gantry.api.node.Report.ContainerStatus;
import io.gantry.persistence.container.ContainerStatusRows;
import io.gantry.persistence.container.ContainerStatusRows.Told;
import io.gantry.persistence.node.NodeAssignments;
import io.gantry.persistence.notification.Notifier;
import io.gantry.persistence.notification.Topic;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
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
    SequencedMap<ContainerId, Told> newest = newest(reported);
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

  private static SequencedMap<ContainerId, Told> newest(Reported reported) {
    SequencedMap<ContainerId, Told> newest = new TreeMap<>();
    for (Report report : reported.reports()) {
      ContainerStatus status = report.status();
      if (status != null && reported.owned(status.container()).isPresent()) {
        newest.put(status.container(), new Told(status, report.at()));
      }
    }
    return newest;
  }
}
