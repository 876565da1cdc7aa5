package io.gantry.fleet.alert;

import io.gantry.api.alert.AlertMessage;
import io.gantry.api.container.TenantId;
import io.gantry.api.resource.ExitFilter;
import io.gantry.api.resource.ExitResource;
import io.gantry.fleet.alert.SlidingCount.Counted;
import io.gantry.fleet.alert.SlidingCount.Reached;
import io.gantry.persistence.Json;
import io.gantry.persistence.alert.AlertRule;
import io.gantry.persistence.alert.AlertRuleRows;
import io.gantry.persistence.alert.DeliveryRows;
import io.gantry.persistence.alert.DeliveryRows.NewDelivery;
import io.gantry.persistence.history.ExitLedger;
import io.gantry.persistence.history.ExitLedger.Row;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Finds what new exits are an alert of, in the transaction that records them: a call is to be made
 * if and only if the exits are in the ledger. For a rule that counts, its lock makes those who
 * record at the same time wait, so that together they miss none.
 */
@Component
public class AlertEvaluation {
  private static final int MOST_EXITS_TOLD = 20;
  private static final int MOST_ENDS_COUNTED = 10_000;

  private final AlertRuleRows rules;
  private final DeliveryRows deliveries;
  private final ExitLedger ledger;
  private final Clock clock;

  AlertEvaluation(AlertRuleRows rules, DeliveryRows deliveries, ExitLedger ledger, Clock clock) {
    this.rules = rules;
    this.deliveries = deliveries;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** The rows were not there before this transaction. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void evaluate(List<Row> fresh) {
    SortedMap<TenantId, List<Row>> byTenant =
        fresh.stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.exit().tenant(), TreeMap::new, Collectors.toList()));
    byTenant.forEach((tenant, rows) -> rules.enabled(tenant).forEach(rule -> evaluate(rule, rows)));
  }

  private void evaluate(AlertRule rule, List<Row> fresh) {
    Set<Long> ids = fresh.stream().map(row -> row.position().id()).collect(Collectors.toSet());
    List<Row> fitting = ledger.among(rule.tenant(), rule.filter(), ids);
    if (fitting.isEmpty()) {
      return;
    }
    if (rule.threshold() == 1) {
      deliveries.enqueue(
          fitting.stream()
              .map(row -> delivery(rule, new Reached<>(List.of(counted(rule, row, ids)))))
              .toList());
    } else if (rules.lock(rule.tenant(), rule.id())) {
      deliveries.enqueue(
          reached(rule, fitting, ids).stream().map(found -> delivery(rule, found)).toList());
    }
  }

  /** What is near the new ones in time, by now including all that others have recorded. */
  private List<Reached<Row>> reached(AlertRule rule, List<Row> fitting, Set<Long> ids) {
    ExitFilter filter = rule.filter();
    Instant first = fitting.getFirst().position().finishedAt();
    Instant last = fitting.getLast().position().finishedAt();
    List<Row> near =
        ledger.list(
            rule.tenant(),
            filter.between(first.minus(rule.window()), last.plus(rule.window())),
            null,
            MOST_ENDS_COUNTED);
    Set<Long> before = deliveries.counted(rule.tenant(), rule.id(), first.minus(rule.window()));
    return new SlidingCount<Row>(rule.threshold(), rule.window())
        .count(
            near.reversed().stream()
                .filter(row -> !before.contains(row.position().id()))
                .map(row -> counted(rule, row, ids))
                .toList());
  }

  private static Counted<Row> counted(AlertRule rule, Row row, Set<Long> fresh) {
    String subject = rule.perContainer() ? row.exit().record().container().value() : "";
    return new Counted<>(
        row, subject, row.position().finishedAt(), fresh.contains(row.position().id()));
  }

  private NewDelivery delivery(AlertRule rule, Reached<Row> found) {
    UUID id = UUID.randomUUID();
    Instant now = clock.instant();
    List<ExitResource> exits =
        found.ends().reversed().stream()
            .limit(MOST_EXITS_TOLD)
            .map(counted -> counted.end().exit())
            .toList();
    AlertMessage message =
        new AlertMessage(
            id,
            rule.tenant(),
            rule.name(),
            false,
            now,
            found.ends().size(),
            found.since(),
            found.until(),
            exits);
    return new NewDelivery(
        id,
        rule.tenant(),
        rule.id(),
        false,
        rule.threshold() == 1
            ? List.of()
            : found.ends().stream().map(one -> one.end().position().id()).toList(),
        found.until(),
        Json.write(message),
        now);
  }
}
