package io.gantry.persistence.container;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.HealthState;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.api.node.Report.Failure;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.ContainerResource.Status;
import io.gantry.persistence.jdbc.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/** One row of the query in {@link ContainerRows}. */
final class ContainerRowMapper implements RowMapper<ContainerRows.Row> {
  private final SpecTexts specs;
  private final Instant reachableSince;

  ContainerRowMapper(SpecTexts specs, Instant reachableSince) {
    this.specs = specs;
    this.reachableSince = reachableSince;
  }

  @Override
  public ContainerRows.Row mapRow(ResultSet row, int number) throws SQLException {
    return new ContainerRows.Row(
        row.getLong("number"),
        row.getString("node_id"),
        row.getLong("launch_number") > row.getLong("launch"),
        container(row));
  }

  private ContainerResource container(ResultSet row) throws SQLException {
    return new ContainerResource(
        new ContainerId(row.getString("id")),
        new TenantId(row.getString("tenant_id")),
        row.getString("name"),
        specs.parse(row.getString("spec")),
        row.getLong("version"),
        Goal.valueOf(row.getString("goal")),
        status(row),
        row.getString("node_name"),
        Columns.requiredInstant(row, "created_at"),
        row.getString("created_by"),
        Columns.requiredInstant(row, "updated_at"));
  }

  private Status status(ResultSet row) throws SQLException {
    return new Status(
        ContainerStateWord.of(row.getString("state")),
        row.getLong("run"),
        Columns.integer(row, "exit_code"),
        Columns.instant(row, "started_at"),
        Columns.instant(row, "finished_at"),
        row.getInt("restart_count"),
        Columns.instant(row, "next_restart_at"),
        row.getBoolean("out_of_memory"),
        row.getString("image_id"),
        Columns.texts(row, "addresses"),
        health(row.getString("health")),
        failure(row),
        Columns.instant(row, "reported_at"),
        isReachable(Columns.instant(row, "last_seen_at")));
  }

  private static @Nullable HealthState health(@Nullable String name) {
    return name == null ? null : HealthState.valueOf(name);
  }

  private static @Nullable Failure failure(ResultSet row) throws SQLException {
    String code = row.getString("failure_code");
    return code == null
        ? null
        : new Failure(ErrorCode.valueOf(code), row.getString("failure_message"));
  }

  private boolean isReachable(@Nullable Instant lastSeenAt) {
    return lastSeenAt != null && !lastSeenAt.isBefore(reachableSince);
  }
}
