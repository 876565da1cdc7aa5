package io.gantry.persistence.doctor;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.persistence.Json;
import io.gantry.persistence.jdbc.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;

/** Runs that have no end in the ledger. */
@Repository
@Transactional
public class OpenRunRows {
  /** How many runs before the newest are looked at. */
  private static final int RUNS_BACK = 10;

  private static final String ENDED_UNTOLD =
      """
      with ended as (
        select c.id, c.tenant_id, c.name, n.name as node_name, lower(s.state) as word,
          case when s.state in ('STOPPED', 'EXITED') then s.run else s.run - 1 end as newest,
          s.reported_at - coalesce(p.clock_offset_millis, 0) * interval '1 ms' as since
        from containers c
          join nodes n on n.id = c.node_id
          join node_presence p on p.node_id = n.id
          join container_status s on s.container_id = c.id and s.tenant_id = c.tenant_id
        where c.tenant_id = coalesce(:tenant::text, c.tenant_id) and p.ends_told_up_to > s.reported_at
          and (:id::text is null or starts_with(:id, c.id || '/')))
      select 'END_UNTOLD' as kind, id || '/' || r.run as id, tenant_id, name, node_name,
        'run ' || r.run || ' is over, container ' || word as state, since, :END_UNTOLD as deadline_millis,
        null as detail
      from ended, generate_series(greatest(1, newest - %d), newest) r (run)
      where since + :END_UNTOLD * interval '1 ms' <= :now
        and (:id::text is null or :id = id || '/' || r.run)
        and not exists (select 1 from exit_ledger e
          where e.container_id = ended.id and e.run = r.run and e.tenant_id = ended.tenant_id)
      order by since, id, r.run limit %d
      """;

  private static final String OPEN =
      """
      select c.id, c.tenant_id, c.name, c.image, c.labels, n.id as node_id, n.name as node_name, s.run, s.started_at,
        s.finished_at, s.image_id, p.last_seen_at
      from containers c
        join nodes n on n.id = c.node_id
        join node_presence p on p.node_id = n.id
        join container_status s on s.container_id = c.id and s.tenant_id = c.tenant_id
      """;

  private final JdbcClient jdbc;

  OpenRunRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What is known of a run.
   *
   * @param run the newest of the container
   * @param startedAt of the newest
   * @param finishedAt of the newest, if it is over
   * @param imageDigest of the image the newest uses
   * @param lastSeenAt when its node was last heard of
   */
  public record OpenRun(
      ContainerId container,
      TenantId tenant,
      String name,
      String image,
      Map<String, String> labels,
      String nodeId,
      String nodeName,
      long run,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable String imageDigest,
      @Nullable Instant lastSeenAt) {}

  /**
   * Runs that are over and that no report to come can tell the end of: their node has told all ends
   * up to a later time.
   */
  public List<StuckRow> untold(StuckQuestion question, int limit) {
    return question
        .bind(jdbc, ENDED_UNTOLD.formatted(RUNS_BACK - 1, limit))
        .query(StuckRow::read)
        .list();
  }

  /** The tenant's container with what its node last told of it. */
  public Optional<OpenRun> find(TenantId tenant, ContainerId container) {
    return jdbc.sql(OPEN + "where c.tenant_id = :tenant and c.id = :id")
        .param("tenant", tenant.value())
        .param("id", container.value())
        .query(OpenRunRows::read)
        .optional();
  }

  /** Those the node last told to be under way. */
  public List<OpenRun> onNode(String nodeId) {
    return jdbc.sql(
            OPEN + "where c.node_id = :node and s.state in ('RUNNING', 'PAUSED', 'STOPPING')")
        .param("node", nodeId)
        .query(OpenRunRows::read)
        .list();
  }

  private static OpenRun read(ResultSet row, int number) throws SQLException {
    return new OpenRun(
        new ContainerId(row.getString("id")),
        new TenantId(row.getString("tenant_id")),
        row.getString("name"),
        row.getString("image"),
        Json.read(row.getString("labels"), new TypeReference<Map<String, String>>() {}),
        row.getString("node_id"),
        row.getString("node_name"),
        row.getLong("run"),
        Columns.instant(row, "started_at"),
        Columns.instant(row, "finished_at"),
        row.getString("image_id"),
        Columns.instant(row, "last_seen_at"));
  }
}
