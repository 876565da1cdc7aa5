package io.gantry.persistence.history;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.TenantId;
import io.gantry.api.resource.ExitResource;
import io.gantry.persistence.Json;
import io.gantry.persistence.history.ExitLedger.Position;
import io.gantry.persistence.history.ExitLedger.Row;
import io.gantry.persistence.jdbc.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A row of the ledger, named as its columns are. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record ExitRow(
    TenantId tenantId,
    ContainerId containerId,
    String containerName,
    String image,
    @Nullable String imageDigest,
    @Nullable Map<String, String> labels,
    String nodeId,
    String nodeName,
    long run,
    int code,
    @Nullable Integer signal,
    boolean outOfMemory,
    ExitCause cause,
    @Nullable String evidence,
    @Nullable String requestedBy,
    @Nullable Instant startedAt,
    Instant finishedAt,
    @Nullable Long durationNanos,
    Instant recordedAt) {

  static ExitRow of(ExitLedger.Entry entry) {
    ExitResource exit = entry.exit();
    ExitRecord ended = exit.record();
    return new ExitRow(
        exit.tenant(),
        ended.container(),
        exit.containerName(),
        exit.image(),
        ended.imageDigest(),
        exit.labels(),
        entry.nodeId(),
        exit.node(),
        ended.run(),
        ended.code(),
        ended.signal(),
        ended.outOfMemory(),
        ended.cause(),
        ended.evidence(),
        ended.requestedBy(),
        ended.startedAt(),
        ended.finishedAt(),
        nanos(ended.duration()),
        exit.recordedAt());
  }

  static Row read(ResultSet row, int number) throws SQLException {
    Instant finishedAt = Columns.requiredInstant(row, "finished_at");
    return new Row(
        new Position(finishedAt, row.getLong("id")),
        new ExitResource(
            record(row, finishedAt),
            row.getString("container_name"),
            row.getString("image"),
            labels(row.getString("labels")),
            row.getString("node_name"),
            new TenantId(row.getString("tenant_id")),
            Columns.requiredInstant(row, "recorded_at")));
  }

  private static ExitRecord record(ResultSet row, Instant finishedAt) throws SQLException {
    Long nanos = Columns.number(row, "duration_nanos");
    return new ExitRecord(
        new ContainerId(row.getString("container_id")),
        row.getLong("run"),
        row.getInt("code"),
        Columns.integer(row, "signal"),
        row.getBoolean("out_of_memory"),
        ExitCause.valueOf(row.getString("cause")),
        row.getString("evidence"),
        row.getString("requested_by"),
        Columns.instant(row, "started_at"),
        finishedAt,
        nanos == null ? null : Duration.ofNanos(nanos),
        row.getString("image_digest"));
  }

  private static @Nullable Map<String, String> labels(@Nullable String json) {
    return json == null ? null : Json.read(json, new TypeReference<Map<String, String>>() {});
  }

  /** A duration beyond 292 years is a node's nonsense and counts as unknown. */
  private static @Nullable Long nanos(@Nullable Duration duration) {
    return duration == null || duration.toDays() > 100_000 || duration.isNegative()
        ? null
        : duration.toNanos();
  }
}
