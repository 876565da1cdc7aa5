package io.gantry.fleet.report;

import io.gantry.api.container.ContainerId;
import io.gantry.api.node.Report;
import io.gantry.persistence.container.ContainerRows.Owned;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

  Optional<Owned> owned(ContainerId container) {
    return Optional.ofNullable(owned.get(container));
  }
}
