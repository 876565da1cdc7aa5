package io.gantry.persistence.schedule;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.Report.Failure;
import io.gantry.api.schedule.CreateSchedule;
import io.gantry.api.schedule.ScheduleResource;
import io.gantry.api.schedule.ScheduleResource.Status;
import io.gantry.api.schedule.ScheduleSpec;
import io.gantry.persistence.Json;
import io.gantry.persistence.jdbc.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Schedules. */
@Repository
@Transactional
public class ScheduleRows {
  private static final String WHERE = " where tenant_id = :tenant and id = :id";

  private final JdbcClient jdbc;

  ScheduleRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Whether the name was free and the schedule is there now; its times count from the instant on.
   */
  public boolean add(String id, TenantId tenant, CreateSchedule wish, String by, Instant at) {
    return of(
                """
                insert into schedules (id, tenant_id, name, spec, considered_until, created_at, created_by)
                values (:id, :tenant, :name, :spec::jsonb, :at, :at, :by) on conflict do nothing
                """,
                tenant,
                id)
            .param("name", wish.name())
            .param("spec", Json.write(wish.spec()))
            .param("at", Columns.parameter(at))
            .param("by", by)
            .update()
        == 1;
  }

  public Optional<ScheduleRow> find(TenantId tenant, String name) {
    return one("name = :key", tenant, name);
  }

  /** The schedule of this name, locked until the transaction ends. */
  public Optional<ScheduleRow> lock(TenantId tenant, String name) {
    return one("name = :key for update", tenant, name);
  }

  /** The schedule of this id, locked until the transaction ends. */
  public Optional<ScheduleRow> lockById(TenantId tenant, String id) {
    return one("id = :key for update", tenant, id);
  }

  private Optional<ScheduleRow> one(String condition, TenantId tenant, String key) {
    return jdbc.sql("select * from schedules where tenant_id = :tenant and " + condition)
        .param("tenant", tenant.value())
        .param("key", key)
        .query(ScheduleRows::schedule)
        .optional();
  }

  /** The newest first, beginning below the number. */
  public List<ScheduleRow> list(TenantId tenant, @Nullable Long below, int limit) {
    return jdbc.sql(
            """
            select * from schedules where tenant_id = :tenant and number < :below
            order by number desc limit :limit
            """)
        .param("tenant", tenant.value())
        .param("below", below == null ? Long.MAX_VALUE : below)
        .param("limit", limit)
        .query(ScheduleRows::schedule)
        .list();
  }

  /** Writes what was decided on its times. */
  public void save(ScheduleRow row, Instant consideredUntil, long skipped, long missed) {
    of(
            """
            update schedules set considered_until = :until, skipped = skipped + :skipped, missed = missed + :missed
            """
                + WHERE,
            row.schedule().tenant(),
            row.schedule().id())
        .param("until", Columns.parameter(consideredUntil))
        .param("skipped", skipped)
        .param("missed", missed)
        .update();
  }

  /** Notes that the job of a time is made. */
  public void started(ScheduleResource schedule, Instant time) {
    of(
            """
            update schedules set last_time = :time, started = started + 1, obstacle_code = null,
              obstacle_message = null
            """
                + WHERE,
            schedule.tenant(),
            schedule.id())
        .param("time", Columns.parameter(time))
        .update();
  }

  public void obstruct(TenantId tenant, String id, Failure obstacle) {
    of(
            "update schedules set obstacle_code = :code, obstacle_message = :message" + WHERE,
            tenant,
            id)
        .param("code", obstacle.code().name())
        .param("message", obstacle.message())
        .update();
  }

  /** Gives it another spec, whose times count from the instant on; the version grows. */
  public void respecify(ScheduleResource schedule, ScheduleSpec spec, Instant at) {
    of(
            """
            update schedules set spec = :spec::jsonb, considered_until = :at, obstacle_code = null,
              obstacle_message = null, version = version + 1
            """
                + WHERE,
            schedule.tenant(),
            schedule.id())
        .param("spec", Json.write(spec))
        .param("at", Columns.parameter(at))
        .update();
  }

  /** Lets its times pass, or count from the instant on; the version grows. */
  public void suspend(ScheduleResource schedule, boolean suspended, Instant at) {
    of(
            """
            update schedules set suspended = :suspended, considered_until = :at, version = version + 1
            """
                + WHERE,
            schedule.tenant(),
            schedule.id())
        .param("suspended", suspended)
        .param("at", Columns.parameter(at))
        .update();
  }

  public void delete(ScheduleResource schedule) {
    of("delete from schedules" + WHERE, schedule.tenant(), schedule.id()).update();
  }

  private StatementSpec of(String sql, TenantId tenant, String id) {
    return jdbc.sql(sql).param("tenant", tenant.value()).param("id", id);
  }

  private static ScheduleRow schedule(ResultSet row, int index) throws SQLException {
    String obstacle = row.getString("obstacle_code");
    return new ScheduleRow(
        row.getLong("number"),
        Columns.requiredInstant(row, "considered_until"),
        new ScheduleResource(
            row.getString("id"),
            new TenantId(row.getString("tenant_id")),
            row.getString("name"),
            Json.read(row.getString("spec"), ScheduleSpec.class),
            row.getBoolean("suspended"),
            row.getLong("version"),
            new Status(
                Columns.instant(row, "last_time"),
                List.of(),
                row.getLong("started"),
                row.getLong("skipped"),
                row.getLong("missed"),
                obstacle == null
                    ? null
                    : new Failure(
                        ErrorCode.valueOf(obstacle),
                        String.valueOf(row.getString("obstacle_message")))),
            Columns.requiredInstant(row, "created_at"),
            row.getString("created_by")));
  }
}
