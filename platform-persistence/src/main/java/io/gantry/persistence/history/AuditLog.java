package io.gantry.persistence.history;

import io.gantry.api.container.TenantId;
import io.gantry.api.resource.AuditFilter;
import io.gantry.api.resource.AuditResource;
import io.gantry.persistence.history.TenantStreams.AuditHead;
import io.gantry.persistence.jdbc.Columns;
import io.gantry.persistence.jdbc.Conditions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
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
  private static final String PLATFORM = "*";

  private static final RowMapper<AuditResource> MAPPER = (row, number) -> entry(row);

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
    AuditResource numbered =
        new AuditResource(
            head.number() + 1,
            AuditHash.precision(entry.at()),
            entry.actor(),
            entry.action(),
            entry.object(),
            entry.outcome(),
            entry.requestId(),
            entry.address(),
            entry.detail());
    String hash = AuditHash.of(head.hash(), chain, numbered);
    insert(chain, numbered, hash);
    streams.moveAudit(chain, new AuditHead(numbered.id(), hash));
  }

  private void insert(String chain, AuditResource entry, String hash) {
    jdbc.sql(
            """
            insert into audit (tenant_id, id, at, actor, action, object, outcome, request_id, address, detail, hash)
            values (:tenant, :id, :at, :actor, :action, :object, :outcome, :requestId, :address, :detail, :hash)
            """)
        .param("tenant", chain)
        .param("id", entry.id())
        .param("at", Columns.parameter(entry.at()))
        .param("actor", entry.actor())
        .param("action", entry.action())
        .param("object", entry.object())
        .param("outcome", entry.outcome())
        .param("requestId", entry.requestId())
        .param("address", entry.address())
        .param("detail", entry.detail())
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
            .and("at >= :since", "since", filter.since())
            .and("at < :until", "until", filter.until());
    return conditions
        .bind(
            jdbc, "select * from audit " + conditions.where() + " order by id desc limit " + limit)
        .query(MAPPER)
        .list();
  }

  /**
   * Walks the chain from its beginning; returns the number of the first entry that is missing or is
   * not what was written.
   */
  public OptionalLong firstBroken(@Nullable TenantId tenant) {
    String chain = chain(tenant);
    AuditHead head = streams.lockAudit(chain);
    AuditHash.Walk walk = new AuditHash.Walk(chain);
    jdbc.sql("select * from audit where tenant_id = :tenant order by id")
        .param("tenant", chain)
        .query((RowCallbackHandler) row -> walk.step(entry(row), row.getString("hash")));
    return walk.firstBroken(head.number(), head.hash());
  }

  private static AuditResource entry(ResultSet row) throws SQLException {
    return new AuditResource(
        row.getLong("id"),
        Columns.requiredInstant(row, "at"),
        row.getString("actor"),
        row.getString("action"),
        row.getString("object"),
        row.getString("outcome"),
        row.getString("request_id"),
        row.getString("address"),
        row.getString("detail"));
  }

  private static String chain(@Nullable TenantId tenant) {
    return tenant == null ? PLATFORM : tenant.value();
  }
}
