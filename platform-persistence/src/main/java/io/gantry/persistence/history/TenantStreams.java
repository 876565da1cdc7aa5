package io.gantry.persistence.history;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where a tenant's events and audit entries have got to. Taking places locks the tenant's row until
 * the transaction ends, so entries become visible in the order of their numbers. Take them last in
 * a transaction, and of several tenants in the order of their ids.
 */
@Repository
@Transactional
class TenantStreams {
  private final JdbcClient jdbc;

  TenantStreams(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The last entry of the tenant's audit log, with its hash in hexadecimal. */
  record AuditHead(long number, String hash) {}

  /** Takes places for events; returns the number of the last one. */
  long takeEvents(String tenant, int count) {
    return jdbc.sql(
            """
            insert into tenant_streams as current (tenant_id, event_id) values (:tenant, :count)
            on conflict (tenant_id) do update set event_id = current.event_id + excluded.event_id
            returning event_id
            """)
        .param("tenant", tenant)
        .param("count", count)
        .query(Long.class)
        .single();
  }

  AuditHead lockAudit(String tenant) {
    return jdbc.sql(
            """
            insert into tenant_streams as current (tenant_id) values (:tenant)
            on conflict (tenant_id) do update set audit_number = current.audit_number
            returning audit_number, audit_hash
            """)
        .param("tenant", tenant)
        .query((row, number) -> new AuditHead(row.getLong(1), row.getString(2)))
        .single();
  }

  /** Where the chain has got to; nothing is locked. */
  AuditHead auditHead(String tenant) {
    return jdbc.sql("select audit_number, audit_hash from tenant_streams where tenant_id = :tenant")
        .param("tenant", tenant)
        .query((row, number) -> new AuditHead(row.getLong(1), row.getString(2)))
        .optional()
        .orElse(new AuditHead(0, ""));
  }

  void moveAudit(String tenant, AuditHead head) {
    jdbc.sql(
            """
            update tenant_streams set audit_number = :number, audit_hash = :hash where tenant_id = :tenant
            """)
        .param("tenant", tenant)
        .param("number", head.number())
        .param("hash", head.hash())
        .update();
  }

  /** Number of the newest event; 0 before the first. */
  long newestEvent(String tenant) {
    return jdbc.sql("select event_id from tenant_streams where tenant_id = :tenant")
        .param("tenant", tenant)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }
}
