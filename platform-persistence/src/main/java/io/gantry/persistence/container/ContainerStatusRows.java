package io.gantry.persistence.container;

import io.gantry.api.container.HealthState;
import io.gantry.api.node.Report.ContainerStatus;
import io.gantry.api.node.Report.Failure;
import io.gantry.persistence.Json;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Writes what a node tells of its containers, a whole batch in one statement. */
@Repository
@Transactional
public class ContainerStatusRows {
  private static final String UPSERT =
      """
      insert into container_status as current (container_id, tenant_id, generation, launch, state, run, exit_code,
        started_at, finished_at, restart_count, next_restart_at, out_of_memory, image_id, addresses, health,
        failure_code, failure_message, reported_at)
      select r.container_id, c.tenant_id, r.generation, r.launch, r.state, r.run, r.exit_code, r.started_at,
        r.finished_at, r.restart_count, r.next_restart_at, r.out_of_memory, r.image_id, r.addresses, r.health,
        r.failure_code, r.failure_message, r.reported_at
      from jsonb_to_recordset(:rows::jsonb) as r (container_id text, generation bigint, launch bigint, state text,
          run bigint, exit_code integer, started_at timestamptz, finished_at timestamptz, restart_count integer,
          next_restart_at timestamptz, out_of_memory boolean, image_id text, addresses text[], health text,
          failure_code text, failure_message text, reported_at timestamptz)
        join containers c on c.id = r.container_id
      order by r.container_id
      on conflict (container_id) do update set generation = excluded.generation, launch = excluded.launch,
        state = excluded.state, run = excluded.run, exit_code = excluded.exit_code, started_at = excluded.started_at,
        finished_at = excluded.finished_at, restart_count = excluded.restart_count,
        next_restart_at = excluded.next_restart_at, out_of_memory = excluded.out_of_memory,
        image_id = excluded.image_id, addresses = excluded.addresses, health = excluded.health, failure_code = excluded.failure_code,
        failure_message = excluded.failure_message, reported_at = excluded.reported_at,
        version = current.version + 1
      """;

  private final JdbcClient jdbc;

  ContainerStatusRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A status and when the node told it. */
  public record Told(ContainerStatus status, Instant at) {}

  /** Replaces the status of these containers, at most one for each. */
  public void replace(Collection<Told> told) {
    if (!told.isEmpty()) {
      jdbc.sql(UPSERT)
          .param("rows", Json.writeTold(told.stream().map(ContainerStatusRows::row).toList()))
          .update();
    }
  }

  private static StatusRow row(Told told) {
    ContainerStatus status = told.status();
    Failure failure = status.failure();
    HealthState health = status.health();
    return new StatusRow(
        status.container().value(),
        status.generation(),
        status.launch(),
        status.state().name(),
        status.run(),
        status.exitCode(),
        status.startedAt(),
        status.finishedAt(),
        status.restartCount(),
        status.nextRestartAt(),
        status.outOfMemory(),
        status.imageId(),
        status.addresses(),
        health == null ? null : health.name(),
        failure == null ? null : failure.code().name(),
        failure == null ? null : failure.message(),
        told.at());
  }

  /** Named as the columns are. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  private record StatusRow(
      String containerId,
      long generation,
      long launch,
      String state,
      long run,
      @Nullable Integer exitCode,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      int restartCount,
      @Nullable Instant nextRestartAt,
      boolean outOfMemory,
      @Nullable String imageId,
      List<String> addresses,
      @Nullable String health,
      @Nullable String failureCode,
      @Nullable String failureMessage,
      Instant reportedAt) {}
}
