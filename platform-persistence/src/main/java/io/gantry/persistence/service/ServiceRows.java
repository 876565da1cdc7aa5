package io.gantry.persistence.service;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.Report.Failure;
import io.gantry.api.service.CreateService;
import io.gantry.api.service.RolloutState;
import io.gantry.api.service.ServiceResource;
import io.gantry.api.service.ServiceResource.Status;
import io.gantry.api.service.ServiceSpec;
import io.gantry.persistence.Json;
import io.gantry.persistence.jdbc.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Services. */
@Repository
@Transactional
public class ServiceRows {
  private final JdbcClient jdbc;

  ServiceRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether the name was free and the service is there now. */
  public boolean add(String id, TenantId tenant, CreateService wish, String by, Instant at) {
    return jdbc.sql(
                """
                insert into services (id, tenant_id, name, spec, progress_at, created_at, created_by)
                values (:id, :tenant, :name, :spec::jsonb, :at, :at, :by) on conflict do nothing
                """)
            .param("id", id)
            .param("tenant", tenant.value())
            .param("name", wish.name())
            .param("spec", Json.write(wish.spec()))
            .param("at", Columns.parameter(at))
            .param("by", by)
            .update()
        == 1;
  }

  public Optional<ServiceRow> find(TenantId tenant, String name) {
    return one("name = :key", tenant, name);
  }

  /** The service of this name, locked until the transaction ends. */
  public Optional<ServiceRow> lock(TenantId tenant, String name) {
    return one("name = :key for update", tenant, name);
  }

  /** The service of this id, locked until the transaction ends. */
  public Optional<ServiceRow> lockById(TenantId tenant, String id) {
    return one("id = :key for update", tenant, id);
  }

  private Optional<ServiceRow> one(String condition, TenantId tenant, String key) {
    return jdbc.sql("select * from services where tenant_id = :tenant and " + condition)
        .param("tenant", tenant.value())
        .param("key", key)
        .query(ServiceRows::service)
        .optional();
  }

  /** The newest first, beginning below the number. */
  public List<ServiceRow> list(TenantId tenant, @Nullable Long below, int limit) {
    return jdbc.sql(
            """
            select * from services where tenant_id = :tenant and number < :below
            order by number desc limit :limit
            """)
        .param("tenant", tenant.value())
        .param("below", below == null ? Long.MAX_VALUE : below)
        .param("limit", limit)
        .query(ServiceRows::service)
        .list();
  }

  /** Writes the whole row but for what never changes. */
  public void save(ServiceRow row) {
    ServiceResource service = row.service();
    Status status = service.status();
    Failure obstacle = status.obstacle();
    jdbc.sql(
            """
            update services set spec = :spec::jsonb, paused = :paused, removed = :removed, revision = :revision,
              good_revision = :good, rolled_back_from = :rolledBackFrom, last_revision = :lastRevision, made = :made,
              state = :state, replicas = :replicas, ready = :ready, updated = :updated,
              updated_ready = :updatedReady, failures = :failures, last_failed_at = :lastFailedAt,
              progress_at = :progressAt, next_attempt_at = :nextAttemptAt, rolls_back_at = :rollsBackAt,
              obstacle_code = :obstacle, obstacle_message = :message, version = :version
            where tenant_id = :tenant and id = :id
            """)
        .param("spec", Json.write(service.spec()))
        .param("paused", service.paused())
        .param("removed", row.removed())
        .param("revision", status.revision())
        .param("good", status.goodRevision())
        .param("rolledBackFrom", status.rolledBackFrom())
        .param("lastRevision", row.lastRevision())
        .param("made", row.made())
        .param("state", status.state().name())
        .param("replicas", status.replicas())
        .param("ready", status.ready())
        .param("updated", status.updated())
        .param("updatedReady", status.updatedReady())
        .param("failures", status.failures())
        .param("lastFailedAt", Columns.timestamp(row.lastFailedAt()))
        .param("progressAt", Columns.timestamp(row.progressAt()))
        .param("nextAttemptAt", Columns.timestamp(status.nextAttemptAt()))
        .param("rollsBackAt", Columns.timestamp(status.rollsBackAt()))
        .param("obstacle", obstacle == null ? null : obstacle.code().name())
        .param("message", obstacle == null ? null : obstacle.message())
        .param("version", service.version())
        .param("tenant", service.tenant().value())
        .param("id", service.id())
        .update();
  }

  public void delete(ServiceResource service) {
    jdbc.sql("delete from services where tenant_id = :tenant and id = :id")
        .param("tenant", service.tenant().value())
        .param("id", service.id())
        .update();
  }

  private static ServiceRow service(ResultSet row, int index) throws SQLException {
    return new ServiceRow(
        row.getLong("number"),
        new ServiceResource(
            row.getString("id"),
            new TenantId(row.getString("tenant_id")),
            row.getString("name"),
            Json.read(row.getString("spec"), ServiceSpec.class),
            row.getBoolean("paused"),
            row.getLong("version"),
            status(row),
            Columns.requiredInstant(row, "created_at"),
            row.getString("created_by")),
        row.getBoolean("removed"),
        row.getInt("last_revision"),
        row.getLong("made"),
        Columns.instant(row, "last_failed_at"),
        Columns.requiredInstant(row, "progress_at"));
  }

  private static Status status(ResultSet row) throws SQLException {
    String obstacle = row.getString("obstacle_code");
    return new Status(
        RolloutState.valueOf(row.getString("state")),
        row.getInt("revision"),
        Columns.integer(row, "good_revision"),
        Columns.integer(row, "rolled_back_from"),
        row.getInt("replicas"),
        row.getInt("ready"),
        row.getInt("updated"),
        row.getInt("updated_ready"),
        row.getInt("failures"),
        Columns.instant(row, "next_attempt_at"),
        Columns.instant(row, "rolls_back_at"),
        obstacle == null
            ? null
            : new Failure(
                ErrorCode.valueOf(obstacle), String.valueOf(row.getString("obstacle_message"))));
  }
}
