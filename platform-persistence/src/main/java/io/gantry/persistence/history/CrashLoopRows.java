package io.gantry.persistence.history;

import io.gantry.api.container.TenantId;
import io.gantry.api.ledger.CrashLoop.NextAttempt;
import io.gantry.api.resource.ExitFilter;
import io.gantry.api.resource.ExitResource;
import io.gantry.persistence.jdbc.Columns;
import io.gantry.persistence.jdbc.Conditions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Containers that fail again and again, and what comes next for each. */
@Repository
@Transactional
public class CrashLoopRows {
  private static final String LOOPS =
      """
      with loops as (
        select e.container_id, count(*) as runs, count(*) filter (where %1$s) as failures, max(e.run) as newest
        from exit_ledger e %%s
        group by e.container_id having count(*) filter (where %1$s) >= :least
        order by failures desc, e.container_id limit %%d)
      select e.*, l.runs, l.failures, s.next_restart_at,
        case
          when c.id is null then 'REMOVED'
          when s.state in ('RUNNING', 'PAUSED', 'STOPPING') then 'RUNNING'
          when s.next_restart_at is not null or c.launch_number > coalesce(s.launch, 0) then 'DUE'
          else 'NONE' end as next_attempt
      from loops l
        join exit_ledger e on e.tenant_id = :tenant and e.container_id = l.container_id and e.run = l.newest
        left join containers c on c.tenant_id = :tenant and c.id = l.container_id
        left join container_status s on s.tenant_id = :tenant and s.container_id = c.id
      order by l.failures desc, l.container_id
      """
          .formatted(ExitConditions.FAILED);

  /** Fewer failures are no loop. */
  private static final int LEAST_FAILURES = 2;

  private final JdbcClient jdbc;

  CrashLoopRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A container that failed more than once. */
  public record Loop(
      long runs,
      long failures,
      NextAttempt nextAttempt,
      @Nullable Instant nextAttemptAt,
      ExitResource latest) {}

  /** Those with most failures first. */
  public List<Loop> list(TenantId tenant, ExitFilter filter, int limit) {
    Conditions conditions = ExitConditions.of(tenant, filter).with("least", LEAST_FAILURES);
    return conditions
        .bind(jdbc, LOOPS.formatted(conditions.where(), limit))
        .query(CrashLoopRows::loop)
        .list();
  }

  private static Loop loop(ResultSet row, int number) throws SQLException {
    NextAttempt next = NextAttempt.valueOf(row.getString("next_attempt"));
    return new Loop(
        row.getLong("runs"),
        row.getLong("failures"),
        next,
        next == NextAttempt.DUE ? Columns.instant(row, "next_restart_at") : null,
        ExitRow.read(row, number).exit());
  }
}
