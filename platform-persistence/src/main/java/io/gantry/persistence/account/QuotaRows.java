package io.gantry.persistence.account;

import io.gantry.api.account.Quota;
import io.gantry.api.container.TenantId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Limits of tenants, and how much of what they limit there is. */
@Repository
@Transactional
public class QuotaRows {
  private static final String SELECT = "select * from tenant_quotas where tenant_id = :tenant";

  private final JdbcClient jdbc;

  QuotaRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The tenant's limits; empty if it has none. */
  public Optional<Quota> find(TenantId tenant) {
    return limits(SELECT, tenant);
  }

  /** The tenant's limits, kept from changing and from whoever else counts until the end. */
  public Optional<Quota> lock(TenantId tenant) {
    return limits(SELECT + " for update", tenant);
  }

  private Optional<Quota> limits(String query, TenantId tenant) {
    return jdbc.sql(query).param("tenant", tenant.value()).query(QuotaRows::limits).optional();
  }

  /** How much the tenant has; every amount is there. */
  public Quota used(TenantId tenant) {
    return jdbc.sql(
            """
            select count(*) as containers, coalesce(sum(cpus), 0) as cpus,
              coalesce(sum(memory_bytes), 0) as memory_bytes,
              (select count(*) from volumes where tenant_id = :tenant) as volumes,
              (select count(*) from published_ports p join containers c on c.id = p.container_id
                where c.tenant_id = :tenant) as published_ports
            from containers where tenant_id = :tenant
            """)
        .param("tenant", tenant.value())
        .query(QuotaRows::quota)
        .single();
  }

  /** Sets all of the tenant's limits. */
  public void put(TenantId tenant, Quota limits) {
    jdbc.sql(
            """
            insert into tenant_quotas (tenant_id, containers, cpus, memory_bytes, volumes, published_ports,
              requests_per_second)
            values (:tenant, :containers, :cpus, :memoryBytes, :volumes, :publishedPorts,
              :requestsPerSecond)
            on conflict (tenant_id) do update set containers = excluded.containers, cpus = excluded.cpus,
              memory_bytes = excluded.memory_bytes, volumes = excluded.volumes, published_ports = excluded.published_ports,
              requests_per_second = excluded.requests_per_second
            """)
        .param("tenant", tenant.value())
        .param("containers", limits.containers())
        .param("cpus", limits.cpus())
        .param("memoryBytes", limits.memoryBytes())
        .param("volumes", limits.volumes())
        .param("publishedPorts", limits.publishedPorts())
        .param("requestsPerSecond", limits.requestsPerSecond())
        .update();
  }

  private static Quota limits(ResultSet row, int number) throws SQLException {
    return quota(row, number).withRequestsPerSecond(count(row, "requests_per_second"));
  }

  private static Quota quota(ResultSet row, int number) throws SQLException {
    BigDecimal cpus = row.getBigDecimal("cpus");
    return new Quota(
        count(row, "containers"),
        cpus == null ? null : cpus.doubleValue(),
        count(row, "memory_bytes"),
        count(row, "volumes"),
        count(row, "published_ports"));
  }

  private static @Nullable Long count(ResultSet row, String column) throws SQLException {
    BigDecimal amount = row.getBigDecimal(column);
    return amount == null ? null : amount.longValueExact();
  }
}
