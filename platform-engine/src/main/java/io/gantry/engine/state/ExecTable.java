package io.gantry.engine.state;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.linux.ProcessIdentity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of further commands; they go with their container's. Methods run inside the caller's
 * transaction.
 */
final class ExecTable {
  static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS exec_session (
            id TEXT PRIMARY KEY,
            container TEXT NOT NULL REFERENCES container (id) ON DELETE CASCADE,
            state TEXT NOT NULL, pid INTEGER, start_ticks INTEGER,
            code INTEGER, ended_nanos INTEGER) WITHOUT ROWID""",
          "CREATE INDEX IF NOT EXISTS exec_session_of ON exec_session (container)");

  /** After a reboot the clock counts from its start: what ended before it is over, too. */
  private static final String READABLE = "(ended_nanos IS NULL OR ended_nanos BETWEEN ? AND ?)";

  private static final String COLUMNS = "container, id, state, pid, start_ticks, code";

  private ExecTable() {}

  static int insert(Connection connection, ContainerId container, String id) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO exec_session (id, container, state) VALUES (?, ?, 'CREATED')")) {
      insert.setString(1, id);
      insert.setString(2, container.value());
      return insert.executeUpdate();
    }
  }

  static int run(Connection connection, String id, ProcessIdentity process) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE exec_session SET state = 'RUNNING', pid = ?, start_ticks = ?"
                + " WHERE id = ? AND state = 'CREATED'")) {
      update.setInt(1, process.pid());
      update.setLong(2, process.startTicks());
      update.setString(3, id);
      return update.executeUpdate();
    }
  }

  static int end(Connection connection, String id, @Nullable Integer code, long nanos)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE exec_session
              SET state = 'STOPPED', pid = NULL, start_ticks = NULL, code = ?, ended_nanos = ?
              WHERE id = ? AND state <> 'STOPPED'""")) {
      update.setObject(1, code, Types.INTEGER);
      update.setLong(2, nanos);
      update.setString(3, id);
      return update.executeUpdate();
    }
  }

  static int delete(Connection connection, String id) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM exec_session WHERE id = ?")) {
      delete.setString(1, id);
      return delete.executeUpdate();
    }
  }

  static int prune(Connection connection, long nanos) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM exec_session WHERE NOT " + READABLE)) {
      readableAt(delete, 1, nanos);
      return delete.executeUpdate();
    }
  }

  static Optional<ExecRecord> find(Connection connection, String id, long nanos)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT " + COLUMNS + " FROM exec_session WHERE id = ? AND " + READABLE)) {
      select.setString(1, id);
      readableAt(select, 2, nanos);
      return records(select).stream().findFirst();
    }
  }

  static List<ExecRecord> unfinished(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT " + COLUMNS + " FROM exec_session WHERE state <> 'STOPPED' ORDER BY id")) {
      return records(select);
    }
  }

  private static void readableAt(PreparedStatement statement, int index, long nanos)
      throws SQLException {
    statement.setLong(index, nanos - ExecRecords.RETENTION.toNanos() + 1);
    statement.setLong(index + 1, nanos);
  }

  private static List<ExecRecord> records(PreparedStatement select) throws SQLException {
    List<ExecRecord> records = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        records.add(
            new ExecRecord(
                new ContainerId(row.getString("container")),
                row.getString("id"),
                ExecRecord.State.valueOf(row.getString("state")),
                process(row),
                integer(row, "code")));
      }
    }
    return records;
  }

  private static @Nullable ProcessIdentity process(ResultSet row) throws SQLException {
    Integer pid = integer(row, "pid");
    return pid == null ? null : new ProcessIdentity(pid, row.getLong("start_ticks"));
  }

  private static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }
}
