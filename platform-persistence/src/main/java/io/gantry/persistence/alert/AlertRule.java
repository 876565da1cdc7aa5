package io.gantry.persistence.alert;

import io.gantry.api.container.TenantId;
import io.gantry.api.resource.ExitFilter;
import io.gantry.persistence.Json;
import io.gantry.persistence.jdbc.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row.
 *
 * @param window zero if each end makes an alert
 * @param secretNumber which of the secrets its calls were given is the present one
 */
public record AlertRule(
    UUID id,
    TenantId tenant,
    String name,
    ExitFilter filter,
    int threshold,
    Duration window,
    boolean perContainer,
    String url,
    long secretNumber,
    Instant createdAt,
    String createdBy,
    @Nullable Instant failingSince,
    @Nullable Instant disabledAt,
    @Nullable String disabledBecause) {

  static AlertRule read(ResultSet row, int number) throws SQLException {
    return new AlertRule(
        row.getObject("id", UUID.class),
        new TenantId(row.getString("tenant_id")),
        row.getString("name"),
        Json.read(row.getString("filter"), ExitFilter.class),
        row.getInt("threshold"),
        Duration.ofMillis(row.getLong("window_millis")),
        row.getBoolean("per_container"),
        row.getString("url"),
        row.getLong("secret_number"),
        Columns.requiredInstant(row, "created_at"),
        row.getString("created_by"),
        Columns.instant(row, "failing_since"),
        Columns.instant(row, "disabled_at"),
        row.getString("disabled_because"));
  }
}
