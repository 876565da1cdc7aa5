package io.gantry.persistence.alert;

import io.gantry.api.container.TenantId;
import io.gantry.persistence.Json;
import io.gantry.persistence.jdbc.Columns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Rules of tenants. */
@Repository
@Transactional
public class AlertRuleRows {
  private final JdbcClient jdbc;

  AlertRuleRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether it is new; the tenant may have one of that name. */
  public boolean add(AlertRule rule) {
    return jdbc.sql(
                """
                insert into alert_rules (id, tenant_id, name, filter, threshold, window_millis, per_container, url,
                  created_at, created_by)
                values (:id, :tenant, :name, :filter::jsonb, :threshold, :window, :perContainer, :url, :at, :by)
                on conflict (tenant_id, name) do nothing
                """)
            .param("id", rule.id())
            .param("tenant", rule.tenant().value())
            .param("name", rule.name())
            .param("filter", Json.write(rule.filter()))
            .param("threshold", rule.threshold())
            .param("window", rule.window().toMillis())
            .param("perContainer", rule.perContainer())
            .param("url", rule.url())
            .param("at", Columns.parameter(rule.createdAt()))
            .param("by", rule.createdBy())
            .update()
        == 1;
  }

  public Optional<AlertRule> find(TenantId tenant, String name) {
    return jdbc.sql("select * from alert_rules where tenant_id = :tenant and name = :name")
        .param("tenant", tenant.value())
        .param("name", name)
        .query(AlertRule::read)
        .optional();
  }

  /** By name, beginning after the given one. */
  public List<AlertRule> list(TenantId tenant, @Nullable String after, int limit) {
    return jdbc.sql(
            "select * from alert_rules where tenant_id = :tenant and name > :after order by name limit :limit")
        .param("tenant", tenant.value())
        .param("after", after == null ? "" : after)
        .param("limit", limit)
        .query(AlertRule::read)
        .list();
  }

  public long count(TenantId tenant) {
    return jdbc.sql("select count(*) from alert_rules where tenant_id = :tenant")
        .param("tenant", tenant.value())
        .query(Long.class)
        .single();
  }

  /** Those of the tenant that call somebody, in the order of their ids. */
  public List<AlertRule> enabled(TenantId tenant) {
    return jdbc.sql(
            "select * from alert_rules where tenant_id = :tenant and disabled_at is null order by id")
        .param("tenant", tenant.value())
        .query(AlertRule::read)
        .list();
  }

  /** Whether it is there still; keeps whoever else counts for it waiting until the end. */
  public boolean lock(TenantId tenant, UUID rule) {
    return !jdbc.sql("select 1 from alert_rules where tenant_id = :tenant and id = :id for update")
        .param("tenant", tenant.value())
        .param("id", rule)
        .query(Integer.class)
        .list()
        .isEmpty();
  }

  public void remove(TenantId tenant, UUID rule) {
    change("delete from alert_rules where tenant_id = :tenant and id = :id", tenant, rule);
  }

  /** The next secret is the present one. */
  public void renewSecret(TenantId tenant, UUID rule) {
    change(
        "update alert_rules set secret_number = secret_number + 1 where tenant_id = :tenant and id = :id",
        tenant,
        rule);
  }

  public void enable(TenantId tenant, UUID rule) {
    change(
        """
        update alert_rules set disabled_at = null, disabled_because = null, failing_since = null
        where tenant_id = :tenant and id = :id
        """,
        tenant,
        rule);
  }

  /** A call succeeded. */
  public void succeeded(TenantId tenant, UUID rule) {
    change(
        """
        update alert_rules set failing_since = null
        where tenant_id = :tenant and id = :id and failing_since is not null
        """,
        tenant,
        rule);
  }

  private void change(String sql, TenantId tenant, UUID rule) {
    jdbc.sql(sql).param("tenant", tenant.value()).param("id", rule).update();
  }

  /** A call failed; returns since when none has succeeded. */
  public Instant failed(TenantId tenant, UUID rule, Instant at) {
    return jdbc.sql(
            """
            update alert_rules set failing_since = coalesce(failing_since, :at)
            where tenant_id = :tenant and id = :id returning failing_since
            """)
        .param("tenant", tenant.value())
        .param("id", rule)
        .param("at", Columns.parameter(at))
        .query((row, number) -> Columns.requiredInstant(row, "failing_since"))
        .optional()
        .orElse(at);
  }

  /** Whether it was enabled before. */
  public boolean disable(TenantId tenant, UUID rule, String reason, Instant at) {
    return jdbc.sql(
                """
                update alert_rules set disabled_at = :at, disabled_because = :reason
                where tenant_id = :tenant and id = :id and disabled_at is null
                """)
            .param("tenant", tenant.value())
            .param("id", rule)
            .param("at", Columns.parameter(at))
            .param("reason", reason)
            .update()
        == 1;
  }
}
