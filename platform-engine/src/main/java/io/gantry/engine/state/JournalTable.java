package io.gantry.engine.state;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.node.Report;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of kept events. Methods run inside the caller's transaction. */
final class JournalTable {
  static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS journal (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, at_micros INTEGER NOT NULL,
            tenant TEXT NOT NULL, container TEXT, action TEXT NOT NULL, detail TEXT)""");

  private JournalTable() {}

  static int append(Connection connection, Instant at, Report.Event event) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO journal (at_micros, tenant, container, action, detail)"
                + " VALUES (?, ?, ?, ?, ?)")) {
      insert.setLong(1, ChronoUnit.MICROS.between(Instant.EPOCH, at));
      insert.setString(2, event.tenant().value());
      insert.setString(3, event.container() == null ? null : event.container().value());
      insert.setString(4, event.action());
      insert.setString(5, event.detail());
      return insert.executeUpdate();
    }
  }

  static List<JournalEntry> read(Connection connection, long after, int limit) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT * FROM journal WHERE sequence > ? ORDER BY sequence LIMIT ?")) {
      select.setLong(1, after);
      select.setInt(2, limit);
      List<JournalEntry> entries = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          entries.add(entry(row));
        }
      }
      return entries;
    }
  }

  /** Forgets all but the newest. */
  static int prune(Connection connection, int most) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM journal WHERE sequence <= (SELECT max(sequence) FROM journal) - ?")) {
      delete.setInt(1, most);
      return delete.executeUpdate();
    }
  }

  private static JournalEntry entry(ResultSet row) throws SQLException {
    return new JournalEntry(
        row.getLong("sequence"),
        Instant.EPOCH.plus(row.getLong("at_micros"), ChronoUnit.MICROS),
        new Report.Event(
            new TenantId(row.getString("tenant")),
            container(row.getString("container")),
            row.getString("action"),
            row.getString("detail")));
  }

  private static @Nullable ContainerId container(@Nullable String id) {
    return id == null ? null : new ContainerId(id);
  }
}
