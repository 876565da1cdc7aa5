package io.gantry.persistence.doctor;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Containers whose wish or state has not come to an end in time. Each is shown once, as what stands
 * in the way of all else. Times a node told are set right by its clock's offset.
 */
@Repository
@Transactional
public class StuckContainerRows {
  private static final String SEEN =
      """
      with seen as (
        select c.id, c.tenant_id, c.name, n.name as node_name, c.goal, c.updated_at,
          coalesce(c.stop_timeout_millis * interval '1 ms', (c.spec #>> '{stop,timeout}')::interval, interval '10 s')
            as grace,
          coalesce(p.last_seen_at, n.enrolled_at) as heard_at,
          coalesce(p.last_seen_at < :reachableSince, true) as away,
          coalesce(s.generation, 0) < c.generation as unanswered,
          s.state, s.failure_code, s.failure_message,
          s.reported_at - coalesce(p.clock_offset_millis, 0) * interval '1 ms' as reported_at,
          s.next_restart_at - coalesce(p.clock_offset_millis, 0) * interval '1 ms' as next_restart_at
        from containers c
          join nodes n on n.id = c.node_id
          left join node_presence p on p.node_id = n.id
          left join container_status s on s.container_id = c.id and s.tenant_id = c.tenant_id
        where c.tenant_id = coalesce(:tenant::text, c.tenant_id) and (:id::text is null or :id in (c.id, c.name))),
      """;

  private static final String JUDGED =
      """
      judged as (
        select s.*, case
            when away then case when unanswered then 'NODE_AWAY' end
            when goal = 'REMOVED' or state = 'REMOVING' then 'REMOVING'
            when state is null then 'NEVER_REPORTED'
            when state = 'STOPPING' then 'STOPPING'
            when unanswered then 'WISH_UNANSWERED'
            when state = 'UNKNOWN' then 'STATE_UNKNOWN'
            when failure_code is not null then 'WISH_FAILED'
            when goal = 'RUNNING' and state in ('STOPPED', 'EXITED') and next_restart_at is not null
              then 'RESTART_OVERDUE' end as kind
        from seen s),
      timed as (
        select j.*, case kind
            when 'NODE_AWAY' then greatest(updated_at, heard_at)
            when 'REMOVING' then case when goal = 'REMOVED' then updated_at + grace else reported_at end
            when 'NEVER_REPORTED' then updated_at
            when 'WISH_FAILED' then updated_at
            when 'STOPPING' then reported_at + grace
            when 'WISH_UNANSWERED' then updated_at + grace
            when 'RESTART_OVERDUE' then next_restart_at
            else reported_at end as since,
          case kind
            when 'NODE_AWAY' then :NODE_AWAY
            when 'REMOVING' then :REMOVING
            when 'NEVER_REPORTED' then :NEVER_REPORTED
            when 'STOPPING' then :STOPPING
            when 'WISH_UNANSWERED' then :WISH_UNANSWERED
            when 'STATE_UNKNOWN' then :STATE_UNKNOWN
            when 'WISH_FAILED' then :WISH_FAILED
            when 'RESTART_OVERDUE' then :RESTART_OVERDUE end as deadline_millis
        from judged j where kind is not null)
      select kind, id, tenant_id, name, node_name, lower(coalesce(state, 'pending')) || ', wanted '
          || lower(goal) as state, since, deadline_millis,
        case when failure_code is null then null else failure_code || ': ' || failure_message end as detail
      from timed
      where since + deadline_millis * interval '1 ms' <= :now
      order by since, id limit %d
      """;

  private final JdbcClient jdbc;

  StuckContainerRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The longest first. */
  public List<StuckRow> list(StuckQuestion question, int limit) {
    return question.bind(jdbc, SEEN + JUDGED.formatted(limit)).query(StuckRow::read).list();
  }
}
