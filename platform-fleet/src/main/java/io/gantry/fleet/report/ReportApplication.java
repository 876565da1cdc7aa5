package io.gantry.fleet.report;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.node.Report;
import io.gantry.fleet.audit.NodeAnswers;
import io.gantry.fleet.audit.NodeAnswers.Answered;
import io.gantry.persistence.container.ContainerRows;
import io.gantry.persistence.container.ContainerRows.Owned;
import io.gantry.persistence.container.ContainerStatusRows.Told;
import io.gantry.persistence.notification.Notifier;
import io.gantry.persistence.notification.Topic;
import io.gantry.persistence.workload.ReconcileQueue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Writes reports of one node into the tables they are about. Exits and whose workload has to be
 * looked at come before removals, which take away whose a container was; events and what answers an
 * audited wish come last, as they lock their tenant's stream.
 */
@Component
class ReportApplication {
  private static final Logger LOG = LoggerFactory.getLogger(ReportApplication.class);

  private final ContainerRows containers;
  private final ExitReports exits;
  private final StatusReports statuses;
  private final ImageReports images;
  private final EventReports events;
  private final NodeAnswers answers;
  private final ReconcileQueue reconciles;
  private final Notifier notifier;

  ReportApplication(
      ContainerRows containers,
      ExitReports exits,
      StatusReports statuses,
      ImageReports images,
      EventReports events,
      NodeAnswers answers,
      ReconcileQueue reconciles,
      Notifier notifier) {
    this.containers = containers;
    this.exits = exits;
    this.statuses = statuses;
    this.images = images;
    this.events = events;
    this.answers = answers;
    this.reconciles = reconciles;
    this.notifier = notifier;
  }

  void apply(ReportingNode node, List<Report> reports, Instant now) {
    Set<ContainerId> named = containers(reports);
    Map<ContainerId, Owned> owned = containers.ownedBy(node.id(), named);
    logForeign(node, named, owned);
    Reported reported = new Reported(node, reports, owned, now);
    exits.apply(reported);
    List<Answered> answered = take(reported);
    reconciles.addOwnersOf(owned.keySet(), now);
    statuses.apply(reported);
    images.apply(reported);
    if (!answered.isEmpty()) {
      answers.lock(tenants(reported));
    }
    events.apply(reported);
    answers.note(node.id(), answered);
    notifier.changed(owned.keySet().stream().map(Topic::container).toList());
  }

  private List<Answered> take(Reported reported) {
    Map<ContainerId, TenantId> tenants =
        reported.owned().values().stream().collect(Collectors.toMap(Owned::id, Owned::tenant));
    return answers.take(
        tenants, reported.newestStatuses().values().stream().map(Told::status).toList());
  }

  /** All whose events or answers can be among the reports. */
  private SortedSet<TenantId> tenants(Reported reported) {
    SortedSet<TenantId> tenants = events.tenants(reported);
    reported.owned().values().forEach(owned -> tenants.add(owned.tenant()));
    return tenants;
  }

  private static Set<ContainerId> containers(List<Report> reports) {
    return reports.stream()
        .flatMap(ReportApplication::containers)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  private static Stream<@Nullable ContainerId> containers(Report report) {
    return Stream.of(
        report.status() == null ? null : report.status().container(),
        report.exit() == null ? null : report.exit().container(),
        report.event() == null ? null : report.event().container());
  }

  private static void logForeign(
      ReportingNode node, Set<ContainerId> named, Map<ContainerId, Owned> owned) {
    for (ContainerId container : named) {
      if (!owned.containsKey(container)) {
        LOG.atWarn()
            .addKeyValue("node", node.name())
            .addKeyValue("container", container)
            .log("a node reports on a container that is not assigned to it; ignored");
      }
    }
  }
}
