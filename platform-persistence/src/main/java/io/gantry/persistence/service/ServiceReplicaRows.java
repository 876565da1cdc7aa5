package io.gantry.persistence.service;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.HealthState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.api.service.ServiceResource;
import io.gantry.persistence.jdbc.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Replicas of services, with what is known of their containers. */
@Repository
@Transactional
public class ServiceReplicaRows {
  private final JdbcClient jdbc;

  ServiceReplicaRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A replica and its container, which is there and nobody wants gone.
   *
   * @param reached whether the node tried what was wanted last
   * @param launched whether it acted on the newest start
   * @param runsBefore the newest run that was counted
   * @param run the newest run
   * @param health absent without a health check
   * @param failure what its node could not do
   * @param seenAt when its node was heard of last
   */
  public record Observed(
      long number,
      ContainerId container,
      int revision,
      Goal goal,
      boolean reached,
      boolean launched,
      @Nullable ContainerState state,
      long runsBefore,
      long run,
      @Nullable Instant startedAt,
      @Nullable Instant nextRestartAt,
      @Nullable HealthState health,
      @Nullable ErrorCode failure,
      @Nullable Instant seenAt) {}

  public void add(ServiceResource service, long number, int revision, ContainerId container) {
    jdbc.sql(
            """
            insert into service_replicas (service_id, number, tenant_id, container_id, revision)
            values (:service, :number, :tenant, :container, :revision)
            """)
        .param("service", service.id())
        .param("number", number)
        .param("tenant", service.tenant().value())
        .param("container", container.value())
        .param("revision", revision)
        .update();
  }

  /** Forgets the replicas whose containers are gone, or wanted gone. */
  public void forgetGone(ServiceResource service) {
    jdbc.sql(
            """
            delete from service_replicas r where r.tenant_id = :tenant and r.service_id = :service
              and not exists (select 1 from containers c
                where c.tenant_id = r.tenant_id and c.id = r.container_id and c.goal <> 'REMOVED')
            """)
        .param("tenant", service.tenant().value())
        .param("service", service.id())
        .update();
  }

  /** Those whose containers are there, in the order of their making. */
  public List<Observed> list(ServiceResource service) {
    return jdbc.sql(
            """
            select r.number, r.container_id, r.revision, r.run as runs_before, c.goal,
              coalesce(s.generation >= c.generation, false) as reached,
              coalesce(s.launch >= c.launch_number, false) as launched, s.state, coalesce(s.run, 0) as run,
              s.started_at, s.next_restart_at, s.health, s.failure_code, p.last_seen_at
            from service_replicas r
              join containers c on c.tenant_id = r.tenant_id and c.id = r.container_id
              left join container_status s on s.container_id = c.id
              left join node_presence p on p.node_id = c.node_id
            where r.tenant_id = :tenant and r.service_id = :service and c.goal <> 'REMOVED'
            order by r.number
            """)
        .param("tenant", service.tenant().value())
        .param("service", service.id())
        .query(ServiceReplicaRows::observed)
        .list();
  }

  /** Notes up to which run a replica's ends are counted. */
  public void counted(ServiceResource service, long number, long run) {
    jdbc.sql(
            """
            update service_replicas set run = :run
            where tenant_id = :tenant and service_id = :service and number = :number
            """)
        .param("run", run)
        .param("tenant", service.tenant().value())
        .param("service", service.id())
        .param("number", number)
        .update();
  }

  private static Observed observed(ResultSet row, int index) throws SQLException {
    String state = row.getString("state");
    String health = row.getString("health");
    String failure = row.getString("failure_code");
    return new Observed(
        row.getLong("number"),
        new ContainerId(row.getString("container_id")),
        row.getInt("revision"),
        Goal.valueOf(row.getString("goal")),
        row.getBoolean("reached"),
        row.getBoolean("launched"),
        state == null ? null : ContainerState.valueOf(state),
        row.getLong("runs_before"),
        row.getLong("run"),
        Columns.instant(row, "started_at"),
        Columns.instant(row, "next_restart_at"),
        health == null ? null : HealthState.valueOf(health),
        failure == null ? null : ErrorCode.valueOf(failure),
        Columns.instant(row, "last_seen_at"));
  }
}
