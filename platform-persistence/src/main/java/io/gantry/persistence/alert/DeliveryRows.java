package io.gantry.persistence.alert;

import io.gantry.api.alert.DeliveryResource;
import io.gantry.api.alert.DeliveryResource.Attempt;
import io.gantry.api.alert.DeliveryResource.State;
import io.gantry.api.container.TenantId;
import io.gantry.persistence.Json;
import io.gantry.persistence.jdbc.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;

/**
 * Calls that are to be made and were made. Only the oldest that waits of each rule is taken, so a
 * rule's calls are made in their order. Who takes one has it for a while; if it is not heard of
 * again, another takes it.
 */
@Repository
@Transactional
public class DeliveryRows {
  private static final String CLAIM =
      """
      update alert_deliveries d set claimed_until = :until, tries = d.tries + 1
      from alert_rules r
      where r.id = d.rule_id and r.tenant_id = d.tenant_id and d.id in (
        select w.id from alert_deliveries w join alert_rules q on q.id = w.rule_id and q.tenant_id = w.tenant_id
        where w.state = 'WAITING' and q.disabled_at is null and w.next_attempt_at <= :now
          and (w.claimed_until is null or w.claimed_until <= :now)
          and w.number = (select min(h.number) from alert_deliveries h
            where h.rule_id = w.rule_id and h.state = 'WAITING' and h.tenant_id = w.tenant_id)
        order by w.next_attempt_at, w.number limit :limit for update of w skip locked)
      returning d.id, d.tenant_id, d.rule_id, d.body, d.tries, r.name, r.url, r.secret_number
      """;

  private final JdbcClient jdbc;

  DeliveryRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A call to be made.
   *
   * @param ends ids in the ledger of the ends that made it, if those are counted
   * @param endedUntil the last of them; absent in a test
   */
  public record NewDelivery(
      UUID id,
      TenantId tenant,
      UUID rule,
      boolean test,
      List<Long> ends,
      @Nullable Instant endedUntil,
      String body,
      Instant at) {}

  /**
   * A call somebody makes now.
   *
   * @param tries this one included
   */
  public record Claimed(
      UUID id,
      TenantId tenant,
      UUID rule,
      String body,
      int tries,
      String name,
      String url,
      long secretNumber) {}

  /** Adds calls in their order. */
  public void enqueue(List<NewDelivery> deliveries) {
    for (NewDelivery delivery : deliveries) {
      jdbc.sql(
              """
              insert into alert_deliveries (id, tenant_id, rule_id, test, ends, ended_until, body, created_at,
                next_attempt_at)
              values (:id, :tenant, :rule, :test, :ends, :endedUntil, :body, :at, :at)
              """)
          .param("id", delivery.id())
          .param("tenant", delivery.tenant().value())
          .param("rule", delivery.rule())
          .param("test", delivery.test())
          .param("ends", delivery.ends().toArray(Long[]::new))
          .param("endedUntil", nullable(delivery.endedUntil()))
          .param("body", delivery.body())
          .param("at", Columns.parameter(delivery.at()))
          .update();
    }
  }

  private static @Nullable Object nullable(@Nullable Instant instant) {
    return instant == null ? null : Columns.parameter(instant);
  }

  /** Ids of the ends that made an alert, of those whose last was then or later. */
  public Set<Long> counted(TenantId tenant, UUID rule, Instant since) {
    return Set.copyOf(
        jdbc.sql(
                """
                select distinct counted from alert_deliveries d, unnest(d.ends) counted
                where d.tenant_id = :tenant and d.rule_id = :rule and d.ended_until >= :since
                """)
            .param("tenant", tenant.value())
            .param("rule", rule)
            .param("since", Columns.parameter(since))
            .query(Long.class)
            .list());
  }

  /** Takes calls that are due, at most one of each rule, until the given instant. */
  public List<Claimed> claim(Instant now, Instant until, int limit) {
    return jdbc.sql(CLAIM)
        .param("now", Columns.parameter(now))
        .param("until", Columns.parameter(until))
        .param("limit", limit)
        .query(DeliveryRows::claimed)
        .list();
  }

  private static Claimed claimed(ResultSet row, int number) throws SQLException {
    return new Claimed(
        row.getObject("id", UUID.class),
        new TenantId(row.getString("tenant_id")),
        row.getObject("rule_id", UUID.class),
        row.getString("body"),
        row.getInt("tries"),
        row.getString("name"),
        row.getString("url"),
        row.getLong("secret_number"));
  }

  /**
   * Notes an attempt and what comes after it.
   *
   * @param nextAttemptAt absent unless it waits
   */
  public void attempted(
      Claimed claimed, Attempt attempt, State state, @Nullable Instant nextAttemptAt) {
    jdbc.sql(
            """
            update alert_deliveries set attempts = attempts || :attempt::jsonb, state = :state,
              next_attempt_at = :next, claimed_until = null
            where tenant_id = :tenant and id = :id and state = 'WAITING'
            """)
        .param("attempt", Json.write(List.of(attempt)))
        .param("state", state.name())
        .param("next", nullable(nextAttemptAt))
        .param("tenant", claimed.tenant().value())
        .param("id", claimed.id())
        .update();
  }

  /** Gives up what waits of a rule. */
  public void giveUp(TenantId tenant, UUID rule) {
    jdbc.sql(
            """
            update alert_deliveries set state = 'FAILED', next_attempt_at = null, claimed_until = null
            where tenant_id = :tenant and rule_id = :rule and state = 'WAITING'
            """)
        .param("tenant", tenant.value())
        .param("rule", rule)
        .update();
  }

  /** The newest first, beginning below the number. */
  public List<DeliveryResource> list(TenantId tenant, UUID rule, @Nullable Long below, int limit) {
    return jdbc.sql(
            """
            select * from alert_deliveries
            where tenant_id = :tenant and rule_id = :rule and number < :below order by number desc limit :limit
            """)
        .param("tenant", tenant.value())
        .param("rule", rule)
        .param("below", below == null ? Long.MAX_VALUE : below)
        .param("limit", limit)
        .query(DeliveryRows::resource)
        .list();
  }

  private static DeliveryResource resource(ResultSet row, int number) throws SQLException {
    return new DeliveryResource(
        row.getObject("id", UUID.class),
        row.getLong("number"),
        row.getBoolean("test"),
        State.valueOf(row.getString("state")),
        Columns.requiredInstant(row, "created_at"),
        Columns.instant(row, "next_attempt_at"),
        Json.read(row.getString("attempts"), new TypeReference<List<Attempt>>() {}));
  }

  /** Has a call made again, under the same id; whether there is such a call. */
  public boolean redeliver(TenantId tenant, UUID rule, UUID id, Instant now) {
    return jdbc.sql(
                """
                update alert_deliveries set state = 'WAITING', tries = 0, next_attempt_at = :now, claimed_until = null
                where tenant_id = :tenant and rule_id = :rule and id = :id
                """)
            .param("tenant", tenant.value())
            .param("rule", rule)
            .param("id", id)
            .param("now", Columns.parameter(now))
            .update()
        == 1;
  }

  /** Forgets calls that are over and were made before the instant. */
  public int deleteOverBefore(Instant before) {
    return jdbc.sql(
            "delete from alert_deliveries where state <> 'WAITING' and created_at < :before")
        .param("before", Columns.parameter(before))
        .update();
  }
}
