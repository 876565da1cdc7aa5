package io.gantry.persistence.history;

import io.gantry.api.resource.AuditChange;
import io.gantry.api.resource.AuditResource;
import io.gantry.persistence.Json;
import io.gantry.persistence.jdbc.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * An entry as it lies in the table.
 *
 * @param format which fields the hash covers: those of format 1, or all
 * @param changes the entry's changes as the text that was hashed
 */
record AuditRow(int format, AuditResource entry, @Nullable String changes) {
  static final int NEWEST_FORMAT = 2;

  private static final TypeReference<List<AuditChange>> CHANGES = new TypeReference<>() {};

  /** The entry under its number, with the instant as the database will give it back. */
  static AuditRow numbered(long number, AuditResource entry) {
    AuditResource stored =
        new AuditResource(
            number,
            entry.at().truncatedTo(ChronoUnit.MICROS),
            entry.actor(),
            entry.onBehalfOf(),
            entry.action(),
            entry.object(),
            entry.outcome(),
            entry.requestId(),
            entry.address(),
            entry.detail(),
            entry.changes());
    return new AuditRow(
        NEWEST_FORMAT, stored, stored.changes().isEmpty() ? null : Json.write(stored.changes()));
  }

  static AuditRow of(ResultSet row) throws SQLException {
    String changes = row.getString("changes");
    AuditResource entry =
        new AuditResource(
            row.getLong("id"),
            Columns.requiredInstant(row, "at"),
            row.getString("actor"),
            row.getString("on_behalf_of"),
            row.getString("action"),
            row.getString("object"),
            row.getString("outcome"),
            row.getString("request_id"),
            row.getString("address"),
            row.getString("detail"),
            List.of());
    return new AuditRow(row.getInt("format"), entry, changes);
  }

  /** The entry with what it changed. */
  AuditResource resource() {
    if (changes == null) {
      return entry;
    }
    return new AuditResource(
        entry.id(),
        entry.at(),
        entry.actor(),
        entry.onBehalfOf(),
        entry.action(),
        entry.object(),
        entry.outcome(),
        entry.requestId(),
        entry.address(),
        entry.detail(),
        Json.read(changes, CHANGES));
  }
}
