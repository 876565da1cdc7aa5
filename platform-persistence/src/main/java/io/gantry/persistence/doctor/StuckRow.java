package io.gantry.persistence.doctor;

import io.gantry.api.container.TenantId;
import io.gantry.api.doctor.StuckKind;
import io.gantry.persistence.jdbc.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An object that is stuck, as the database shows it.
 *
 * @param detail what else is known, for people
 */
public record StuckRow(
    StuckKind kind,
    String id,
    @Nullable TenantId tenant,
    @Nullable String name,
    @Nullable String node,
    String state,
    Instant since,
    Duration deadline,
    @Nullable String detail) {
  static StuckRow read(ResultSet row, int number) throws SQLException {
    String tenant = row.getString("tenant_id");
    return new StuckRow(
        StuckKind.valueOf(row.getString("kind")),
        row.getString("id"),
        tenant == null ? null : new TenantId(tenant),
        row.getString("name"),
        row.getString("node_name"),
        row.getString("state"),
        Columns.requiredInstant(row, "since"),
        Duration.ofMillis(row.getLong("deadline_millis")),
        row.getString("detail"));
  }
}
