package io.gantry.persistence.history;

import io.gantry.api.container.TenantId;
import io.gantry.api.resource.AuditAnchor;
import io.gantry.api.resource.AuditFilter;
import io.gantry.api.resource.AuditResource;
import io.gantry.api.resource.AuditVerification;
import io.gantry.persistence.history.TenantStreams.AuditHead;
import io.gantry.persistence.jdbc.Columns;
import io.gantry.persistence.jdbc.Conditions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who did what, in a chain for each tenant and one for the platform: each entry's hash covers the
 * entry and the hash before it, so a changed or missing entry shows.
 */
@Repository
@Transactional
public class AuditLog {
  /** The chain of what belongs to no tenant. */
  private static final String PLATFORM = AuditAnchor.PLATFORM;

  private static final int ROWS_AT_A_TIME = 1000;

  private static final RowMapper<AuditResource> MAPPER =
      (row, number) -> AuditRow.of(row).resource();

  private final JdbcClient jdbc;
  private final TenantStreams streams;

  AuditLog(JdbcClient jdbc, TenantStreams streams) {
    this.jdbc = jdbc;
    this.streams = streams;
  }

  /**
   * Adds an entry; its number is given here. Locks the chain until the transaction ends.
   *
   * @param tenant absent is the platform itself
   */
  public void append(@Nullable TenantId tenant, AuditResource entry) {
    String chain = chain(tenant);
    AuditHead head = streams.lockAudit(chain);
    AuditRow row = AuditRow.numbered(head.number() + 1, entry);
    String hash = AuditHash.of(head.hash(), chain, row);
    insert(chain, row, hash);
    streams.moveAudit(chain, new AuditHead(row.entry().id(), hash));
  }

  /** Locks these chains until the transaction ends. */
  public void lock(SortedSet<TenantId> tenants) {
    tenants.forEach(tenant -> streams.lockAudit(chain(tenant)));
  }

  private void insert(String chain, AuditRow row, String hash) {
    AuditResource entry = row.entry();
    jdbc.sql(
            """
            insert into audit (tenant_id, id, at, actor, on_behalf_of, action, object, outcome, request_id, address,
              detail, changes, format, hash)
            values (:tenant, :id, :at, :actor, :onBehalfOf, :action, :object, :outcome, :requestId, :address,
              :detail, :changes, :format, :hash)
            """)
        .param("tenant", chain)
        .param("id", entry.id())
        .param("at", Columns.parameter(entry.at()))
        .param("actor", entry.actor())
        .param("onBehalfOf", entry.onBehalfOf())
        .param("action", entry.action())
        .param("object", entry.object())
        .param("outcome", entry.outcome())
        .param("requestId", entry.requestId())
        .param("address", entry.address())
        .param("detail", entry.detail())
        .param("changes", row.changes())
        .param("format", row.format())
        .param("hash", hash)
        .update();
  }

  /**
   * The newest first, beginning below the number.
   *
   * @param tenant absent is the platform itself
   */
  public List<AuditResource> list(
      @Nullable TenantId tenant, AuditFilter filter, @Nullable Long below, int limit) {
    Conditions conditions =
        new Conditions()
            .and("tenant_id = :tenant", "tenant", chain(tenant))
            .and("id < :below", "below", below)
            .and("actor = :actor", "actor", filter.actor())
            .and("action = :action", "action", filter.action())
            .and("object = :object", "object", filter.object())
            .and("outcome = :outcome", "outcome", filter.outcome())
            .and("request_id = :requestId", "requestId", filter.requestId())
            .and("at >= :since", "since", filter.since())
            .and("at < :until", "until", filter.until());
    return conditions
        .bind(
            jdbc, "select * from audit " + conditions.where() + " order by id desc limit " + limit)
        .query(MAPPER)
        .list();
  }

  /**
   * Walks the chain from its beginning to where it was when the transaction began, which must be
   * one that sees the same all the time. Holds no lock and few entries at a time.
   *
   * @param anchors what the chain was before, to compare with
   */
  public AuditVerification verify(@Nullable TenantId tenant, List<AuditAnchor> anchors) {
    String chain = chain(tenant);
    AuditHead head = streams.auditHead(chain);
    AuditWalk walk = new AuditWalk(chain, anchors);
    jdbc.sql("select * from audit where tenant_id = :tenant order by id")
        .param("tenant", chain)
        .withFetchSize(ROWS_AT_A_TIME)
        .query((RowCallbackHandler) row -> walk.step(AuditRow.of(row), row.getString("hash")));
    return walk.end(head);
  }

  /** Where the chain has got to; empty before its first entry. */
  public Optional<AuditAnchor> anchor(@Nullable TenantId tenant, Instant at) {
    String chain = chain(tenant);
    AuditHead head = streams.auditHead(chain);
    return head.number() == 0
        ? Optional.empty()
        : Optional.of(new AuditAnchor(at, chain, head.number(), head.hash()));
  }

  private static String chain(@Nullable TenantId tenant) {
    return tenant == null ? PLATFORM : tenant.value();
  }
}
