package io.gantry.persistence.doctor;

import io.gantry.api.container.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Idempotency keys without an answer, or beyond their time. */
@Repository
@Transactional
public class StuckKeyRows {
  private static final String STUCK =
      """
      select 'IDEMPOTENCY_KEY' as kind, actor || '/' || key as id, nullif(tenant_id, '*') as tenant_id, null as name,
        null as node_name, case when status is null then 'not answered' else 'expired' end as state, since,
        :IDEMPOTENCY_KEY as deadline_millis, null as detail
      from (select *, case when status is null then created_at else expires_at end as since
        from idempotency_keys) k
      where since + :IDEMPOTENCY_KEY * interval '1 ms' <= :now and tenant_id = coalesce(:tenant::text, tenant_id)
        and (:id::text is null or :id = actor || '/' || key)
      order by since, id limit %d
      """;

  private final JdbcClient jdbc;

  StuckKeyRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The longest first. */
  public List<StuckRow> list(StuckQuestion question, int limit) {
    return question.bind(jdbc, STUCK.formatted(limit)).query(StuckRow::read).list();
  }

  /**
   * Deletes a key; a repetition of its request is done anew.
   *
   * @param tenant absent is a key of no tenant
   */
  public void forget(@Nullable TenantId tenant, String id) {
    jdbc.sql("delete from idempotency_keys where tenant_id = :tenant and actor || '/' || key = :id")
        .param("tenant", tenant == null ? "*" : tenant.value())
        .param("id", id)
        .update();
  }
}
