package io.gantry.fleet.report;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.node.Report;
import io.gantry.api.node.Report.Event;
import io.gantry.persistence.account.TenantRepository;
import io.gantry.persistence.container.ContainerRows.Owned;
import io.gantry.persistence.history.EventLog;
import io.gantry.persistence.history.EventLog.NewEvent;
import io.gantry.persistence.notification.Notifier;
import io.gantry.persistence.notification.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Adds the events of a node to the streams of their tenants. An event on a container belongs to the
 * container's tenant, whatever the node says.
 */
@Component
class EventReports {
  private final EventLog log;
  private final TenantRepository tenants;
  private final Notifier notifier;

  EventReports(EventLog log, TenantRepository tenants, Notifier notifier) {
    this.log = log;
    this.tenants = tenants;
    this.notifier = notifier;
  }

  void apply(Reported reported) {
    Map<TenantId, List<NewEvent>> events = new TreeMap<>();
    for (Report report : reported.reports()) {
      Event event = report.event();
      if (event != null) {
        tenant(reported, event)
            .ifPresent(
                tenant ->
                    events
                        .computeIfAbsent(tenant, key -> new ArrayList<>())
                        .add(newEvent(reported, report, event)));
      }
    }
    events.forEach(log::append);
    notifier.changed(events.keySet().stream().map(Topic::events).toList());
  }

  /** All whose streams get an event of these. */
  SortedSet<TenantId> tenants(Reported reported) {
    return reported
        .bodies(Report::event)
        .map(event -> tenant(reported, event))
        .flatMap(Optional::stream)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Optional<TenantId> tenant(Reported reported, Event event) {
    ContainerId container = event.container();
    return container == null
        ? Optional.of(event.tenant()).filter(tenant -> tenants.existsById(tenant.value()))
        : reported.owned(container).map(Owned::tenant);
  }

  private static NewEvent newEvent(Reported reported, Report report, Event event) {
    return new NewEvent(
        report.at(),
        event.container(),
        reported.node().name(),
        event.action(),
        event.detail(),
        null);
  }
}
