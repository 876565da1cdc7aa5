package io.gantry.persistence.job;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.job.CreateJob;
import io.gantry.api.job.JobReason;
import io.gantry.api.job.JobResource;
import io.gantry.api.job.JobResource.ScheduledFor;
import io.gantry.api.job.JobResource.Status;
import io.gantry.api.job.JobSpec;
import io.gantry.api.job.JobState;
import io.gantry.api.node.Report.Failure;
import io.gantry.persistence.Json;
import io.gantry.persistence.jdbc.Columns;
import io.gantry.persistence.jdbc.Conditions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Jobs. */
@Repository
@Transactional
public class JobRows {
  private final JdbcClient jdbc;

  JobRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A new job. */
  public record NewJob(
      String id,
      TenantId tenant,
      CreateJob wish,
      @Nullable ScheduledFor schedule,
      String by,
      Instant at) {}

  /**
   * Whether the job is there now; it is not if the name is taken, or the time of its schedule has
   * one already.
   */
  public boolean add(NewJob job) {
    ScheduledFor schedule = job.schedule();
    return jdbc.sql(
                """
                insert into jobs (id, tenant_id, name, spec, schedule_id, schedule_name, scheduled_for, created_at,
                  created_by)
                values (:id, :tenant, :name, :spec::jsonb, :schedule, :scheduleName, :time, :at, :by)
                on conflict do nothing
                """)
            .param("id", job.id())
            .param("tenant", job.tenant().value())
            .param("name", job.wish().name())
            .param("spec", Json.write(job.wish().spec()))
            .param("schedule", schedule == null ? null : schedule.id())
            .param("scheduleName", schedule == null ? null : schedule.name())
            .param("time", Columns.timestamp(schedule == null ? null : schedule.time()))
            .param("at", Columns.parameter(job.at()))
            .param("by", job.by())
            .update()
        == 1;
  }

  public Optional<JobRow> find(TenantId tenant, String name) {
    return one("name = :key", tenant, name);
  }

  /** The job of this name, locked until the transaction ends. */
  public Optional<JobRow> lock(TenantId tenant, String name) {
    return one("name = :key for update", tenant, name);
  }

  /** The job of this id, locked until the transaction ends. */
  public Optional<JobRow> lockById(TenantId tenant, String id) {
    return one("id = :key for update", tenant, id);
  }

  private Optional<JobRow> one(String condition, TenantId tenant, String key) {
    return jdbc.sql("select * from jobs where tenant_id = :tenant and " + condition)
        .param("tenant", tenant.value())
        .param("key", key)
        .query(JobRows::job)
        .optional();
  }

  /** Those of a schedule that nobody wants gone, the newest first. */
  public List<JobRow> ofSchedule(TenantId tenant, String scheduleId) {
    return jdbc.sql(
            """
            select * from jobs where tenant_id = :tenant and schedule_id = :schedule and not removed
            order by scheduled_for desc
            """)
        .param("tenant", tenant.value())
        .param("schedule", scheduleId)
        .query(JobRows::job)
        .list();
  }

  /** The newest first, beginning below the number. */
  public List<JobRow> list(
      TenantId tenant, @Nullable JobState state, @Nullable Long below, int limit) {
    Conditions conditions =
        new Conditions()
            .and("tenant_id = :tenant", "tenant", tenant.value())
            .and("state = :state", "state", state == null ? null : state.name())
            .and("number < :below", "below", below);
    return conditions
        .bind(
            jdbc,
            "select * from jobs " + conditions.where() + " order by number desc limit " + limit)
        .query(JobRows::job)
        .list();
  }

  /** States that the job is wanted to end, or to go; the version grows. */
  public void wish(JobRow job, boolean cancelled, boolean removed) {
    jdbc.sql(
            """
            update jobs set cancelled = :cancelled, removed = :removed, version = version + 1
            where tenant_id = :tenant and id = :id
            """)
        .param("cancelled", cancelled)
        .param("removed", removed)
        .param("tenant", job.job().tenant().value())
        .param("id", job.job().id())
        .update();
  }

  /** Writes how far the job is. */
  public void save(JobRow job) {
    Status status = job.job().status();
    Failure obstacle = status.obstacle();
    jdbc.sql(
            """
            update jobs set state = :state, reason = :reason, runs = :runs, succeeded = :succeeded, failed = :failed,
              failures_in_a_row = :inARow, last_failed_at = :lastFailedAt, started_at = :startedAt,
              ended_at = :endedAt, next_attempt_at = :nextAttemptAt, obstacle_code = :obstacle,
              obstacle_message = :message
            where tenant_id = :tenant and id = :id
            """)
        .param("state", status.state().name())
        .param("reason", status.reason() == null ? null : status.reason().name())
        .param("runs", job.runs())
        .param("succeeded", status.succeeded())
        .param("failed", status.failed())
        .param("inARow", job.failuresInARow())
        .param("lastFailedAt", Columns.timestamp(job.lastFailedAt()))
        .param("startedAt", Columns.timestamp(status.startedAt()))
        .param("endedAt", Columns.timestamp(status.endedAt()))
        .param("nextAttemptAt", Columns.timestamp(status.nextAttemptAt()))
        .param("obstacle", obstacle == null ? null : obstacle.code().name())
        .param("message", obstacle == null ? null : obstacle.message())
        .param("tenant", job.job().tenant().value())
        .param("id", job.job().id())
        .update();
  }

  public void delete(TenantId tenant, String id) {
    jdbc.sql("delete from jobs where tenant_id = :tenant and id = :id")
        .param("tenant", tenant.value())
        .param("id", id)
        .update();
  }

  private static JobRow job(ResultSet row, int index) throws SQLException {
    int runs = row.getInt("runs");
    return new JobRow(
        row.getLong("number"),
        new JobResource(
            row.getString("id"),
            new TenantId(row.getString("tenant_id")),
            row.getString("name"),
            Json.read(row.getString("spec"), JobSpec.class),
            schedule(row),
            row.getLong("version"),
            status(row, runs),
            Columns.requiredInstant(row, "created_at"),
            row.getString("created_by")),
        row.getBoolean("cancelled"),
        row.getBoolean("removed"),
        runs,
        row.getInt("failures_in_a_row"),
        Columns.instant(row, "last_failed_at"));
  }

  private static @Nullable ScheduledFor schedule(ResultSet row) throws SQLException {
    String id = row.getString("schedule_id");
    return id == null
        ? null
        : new ScheduledFor(
            id, row.getString("schedule_name"), Columns.requiredInstant(row, "scheduled_for"));
  }

  private static Status status(ResultSet row, int runs) throws SQLException {
    String reason = row.getString("reason");
    String obstacle = row.getString("obstacle_code");
    int succeeded = row.getInt("succeeded");
    int failed = row.getInt("failed");
    return new Status(
        JobState.valueOf(row.getString("state")),
        reason == null ? null : JobReason.valueOf(reason),
        runs - succeeded - failed,
        succeeded,
        failed,
        Columns.instant(row, "started_at"),
        Columns.instant(row, "ended_at"),
        Columns.instant(row, "next_attempt_at"),
        obstacle == null
            ? null
            : new Failure(ErrorCode.valueOf(obstacle), row.getString("obstacle_message")));
  }
}
