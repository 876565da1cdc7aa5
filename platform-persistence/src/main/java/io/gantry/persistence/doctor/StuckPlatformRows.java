package io.gantry.persistence.doctor;

import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What is stuck between the platform and its nodes, and within the platform. */
@Repository
@Transactional
public class StuckPlatformRows {
  private static final String STUCK =
      """
      select * from (
        select case when p.last_seen_at is null then 'NODE_SILENT' else 'NODE_LOST' end as kind, n.id,
          null as tenant_id, n.name, n.name as node_name,
          (select count(*) from containers c where c.node_id = n.id) || ' containers' as state,
          coalesce(p.last_seen_at, n.enrolled_at) as since,
          case when p.last_seen_at is null then :NODE_SILENT else :NODE_LOST end as deadline_millis, null as detail
        from nodes n left join node_presence p on p.node_id = n.id
        where p.last_seen_at is null or p.last_seen_at < :reachableSince
        union all
        select 'STREAM_REQUEST', r.id, null, null, n.name, 'not taken by the node''s watch',
          r.created_at + :lifetime * interval '1 ms', :STREAM_REQUEST, null
        from stream_requests r join nodes n on n.id = r.node_id
        union all
        select 'TOMBSTONE', n.id, null, n.name, n.name, count(*) || ' marks of removed containers',
          min(t.removed_at) + :retention * interval '1 ms', :TOMBSTONE, null
        from assignment_tombstones t join nodes n on n.id = t.node_id group by n.id, n.name
        union all
        select 'TASK_OVERDUE', t.task_name || '/' || t.task_instance, null, t.task_name, null,
          case when t.picked then 'taken by ' || coalesce(t.picked_by, 'nobody') else 'waits' end,
          case when t.picked then coalesce(t.last_heartbeat, t.execution_time) else t.execution_time end,
          :TASK_OVERDUE, t.consecutive_failures || ' failures in a row'
        from scheduled_tasks t
      ) stuck
      where since + deadline_millis * interval '1 ms' <= :now and (:id::text is null or :id in (id, name))
      order by since, id limit %d
      """;

  private final JdbcClient jdbc;

  StuckPlatformRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * How long things are kept anyway, before their deadline counts.
   *
   * @param streamRequests how long a node may take to be told of a stream
   * @param tombstones how long marks of removed containers are kept
   */
  public record Kept(Duration streamRequests, Duration tombstones) {}

  /** The longest first. */
  public List<StuckRow> list(StuckQuestion question, Kept kept, int limit) {
    return question
        .bind(jdbc, STUCK.formatted(limit))
        .param("lifetime", kept.streamRequests().toMillis())
        .param("retention", kept.tombstones().toMillis())
        .query(StuckRow::read)
        .list();
  }

  /** Takes back that a node was asked to dial a stream. */
  public void forgetStream(String id) {
    jdbc.sql("delete from stream_requests where id = :id").param("id", id).update();
  }
}
