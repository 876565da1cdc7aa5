package io.gantry.persistence.job;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.job.JobResource;
import io.gantry.api.job.JobRunResource;
import io.gantry.api.job.JobRunResource.State;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.api.node.Report.Failure;
import io.gantry.persistence.jdbc.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Runs of jobs, with what is known of their containers. */
@Repository
@Transactional
public class JobRunRows {
  private final JdbcClient jdbc;

  JobRunRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A run that has not ended or whose container is still there.
   *
   * @param running whether no end was noted
   * @param goal what is wanted of its container; absent if there is none any more
   * @param reached whether the node tried what was wanted last
   * @param everRan whether a process ran, as far as the node told
   * @param exitCode of the ledger
   * @param failure what its node could not do
   */
  public record OpenRun(
      int number,
      ContainerId container,
      boolean running,
      @Nullable Goal goal,
      boolean reached,
      boolean everRan,
      @Nullable ContainerState state,
      @Nullable Integer exitCode,
      @Nullable Failure failure) {}

  public void add(JobResource job, int number, ContainerId container, Instant at) {
    jdbc.sql(
            """
            insert into job_runs (job_id, number, tenant_id, container_id, started_at)
            values (:job, :number, :tenant, :container, :at)
            """)
        .param("job", job.id())
        .param("number", number)
        .param("tenant", job.tenant().value())
        .param("container", container.value())
        .param("at", Columns.parameter(at))
        .update();
  }

  /** Those that are of interest still, in their order. */
  public List<OpenRun> open(JobResource job) {
    return jdbc.sql(
            """
            select r.number, r.container_id, r.state, c.goal, coalesce(s.generation >= c.generation, false) as reached,
              coalesce(s.run, 0) > 0 as ran, s.state as container_state, e.code, s.failure_code, s.failure_message
            from job_runs r
              left join containers c on c.tenant_id = r.tenant_id and c.id = r.container_id
              left join container_status s on s.container_id = c.id
              left join exit_ledger e on e.tenant_id = r.tenant_id and e.container_id = r.container_id and e.run = 1
            where r.tenant_id = :tenant and r.job_id = :job and (r.state = 'RUNNING' or c.id is not null)
            order by r.number
            """)
        .param("tenant", job.tenant().value())
        .param("job", job.id())
        .query(JobRunRows::openRun)
        .list();
  }

  private static OpenRun openRun(ResultSet row, int index) throws SQLException {
    String goal = row.getString("goal");
    String state = row.getString("container_state");
    return new OpenRun(
        row.getInt("number"),
        new ContainerId(row.getString("container_id")),
        State.valueOf(row.getString("state")) == State.RUNNING,
        goal == null ? null : Goal.valueOf(goal),
        row.getBoolean("reached"),
        row.getBoolean("ran"),
        state == null ? null : ContainerState.valueOf(state),
        Columns.integer(row, "code"),
        failure(row));
  }

  /** Notes how a run ended. */
  public void end(JobResource job, JobRunResource run) {
    Failure failure = run.failure();
    jdbc.sql(
            """
            update job_runs set state = :state, exit_code = :code, failure_code = :failure,
              failure_message = :message, ended_at = :at
            where tenant_id = :tenant and job_id = :job and number = :number
            """)
        .param("state", run.state().name())
        .param("code", run.exitCode())
        .param("failure", failure == null ? null : failure.code().name())
        .param("message", failure == null ? null : failure.message())
        .param("at", Columns.timestamp(run.endedAt()))
        .param("tenant", job.tenant().value())
        .param("job", job.id())
        .param("number", run.number())
        .update();
  }

  /** The newest first, beginning below the number. */
  public List<JobRunResource> list(JobResource job, @Nullable Long below, int limit) {
    return jdbc.sql(
            """
            select * from job_runs where tenant_id = :tenant and job_id = :job and number < :below
            order by number desc limit :limit
            """)
        .param("tenant", job.tenant().value())
        .param("job", job.id())
        .param("below", below == null ? Long.MAX_VALUE : below)
        .param("limit", limit)
        .query(JobRunRows::run)
        .list();
  }

  private static JobRunResource run(ResultSet row, int index) throws SQLException {
    return new JobRunResource(
        row.getLong("number"),
        new ContainerId(row.getString("container_id")),
        State.valueOf(row.getString("state")),
        Columns.integer(row, "exit_code"),
        failure(row),
        Columns.requiredInstant(row, "started_at"),
        Columns.instant(row, "ended_at"));
  }

  private static @Nullable Failure failure(ResultSet row) throws SQLException {
    String code = row.getString("failure_code");
    return code == null
        ? null
        : new Failure(ErrorCode.valueOf(code), String.valueOf(row.getString("failure_message")));
  }
}
