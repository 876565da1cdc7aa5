package io.gantry.fleet.report;

import io.gantry.api.container.ContainerId;
import io.gantry.api.node.Report;
import io.gantry.api.node.Report.ContainerStatus;
import io.gantry.persistence.container.ContainerRows.Owned;
import io.gantry.persistence.container.ContainerStatusRows.Told;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * New reports of a node in their order.
 *
 * @param owned the containers in them that are assigned to the node; others are none of its
 *     business
 */
record Reported(
    ReportingNode node, List<Report> reports, Map<ContainerId, Owned> owned, Instant at) {

  /** The bodies of one kind, in their order. */
  <T> Stream<T> bodies(Function<Report, @Nullable T> body) {
    return reports.stream().map(body).filter(Objects::nonNull);
  }

  /** The newest status of each container, in the order of their ids. */
  SequencedMap<ContainerId, Told> newestStatuses() {
    SequencedMap<ContainerId, Told> newest = new TreeMap<>();
    for (Report report : reports) {
      ContainerStatus status = report.status();
      if (status != null && owned(status.container()).isPresent()) {
        newest.put(status.container(), new Told(status, report.at()));
      }
    }
    return newest;
  }

  Optional<Owned> owned(ContainerId container) {
    return Optional.ofNullable(owned.get(container));
  }
}
