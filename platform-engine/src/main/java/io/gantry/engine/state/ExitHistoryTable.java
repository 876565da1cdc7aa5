package io.gantry.engine.state;

import io.gantry.api.container.ExitRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of ends that were acknowledged once. One without a sequence is still to be told again.
 * Methods run inside the caller's transaction.
 */
final class ExitHistoryTable {
  static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS exit_history (
            container TEXT NOT NULL, run INTEGER NOT NULL, exit TEXT NOT NULL,
            kept_at INTEGER NOT NULL, sequence INTEGER, PRIMARY KEY (container, run))""",
          "CREATE INDEX IF NOT EXISTS exit_history_age ON exit_history (kept_at)",
          """
          CREATE INDEX IF NOT EXISTS exit_history_untold ON exit_history (kept_at)
            WHERE sequence IS NULL""");

  private static final String OLDEST_ACKNOWLEDGED =
      """
      DELETE FROM exit_history WHERE rowid IN (
        SELECT rowid FROM exit_history
        WHERE sequence <= (SELECT acknowledged FROM outbox_mark) %s
        ORDER BY kept_at, rowid LIMIT %s)""";

  private ExitHistoryTable() {}

  static void keep(Connection connection, List<ToldExit> exits, Instant at) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT OR REPLACE INTO exit_history VALUES (?, ?, ?, ?, ?)")) {
      for (ToldExit told : exits) {
        insert.setString(1, told.exit().container().value());
        insert.setLong(2, told.exit().run());
        insert.setString(3, StateMapper.write(told.exit()));
        insert.setLong(4, at.toEpochMilli());
        insert.setLong(5, told.sequence());
        insert.executeUpdate();
      }
    }
  }

  /** Forgets acknowledged ones that were kept before the moment. */
  static int forgetOlder(Connection connection, Instant before, int limit) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(OLDEST_ACKNOWLEDGED.formatted("AND kept_at < ?", "?"))) {
      delete.setLong(1, before.toEpochMilli());
      delete.setInt(2, limit);
      return delete.executeUpdate();
    }
  }

  /** Forgets the oldest acknowledged ones of those that are more than the number. */
  static int forgetBeyond(Connection connection, int most, int limit) throws SQLException {
    String surplus = "max(0, min(?, (SELECT count(*) FROM exit_history) - ?))";
    try (PreparedStatement delete =
        connection.prepareStatement(OLDEST_ACKNOWLEDGED.formatted("", surplus))) {
      delete.setInt(1, limit);
      delete.setInt(2, most);
      return delete.executeUpdate();
    }
  }

  /** Marks all of them as still to be told again. */
  static void untell(Connection connection) throws SQLException {
    try (Statement update = connection.createStatement()) {
      update.executeUpdate("UPDATE exit_history SET sequence = NULL");
    }
  }

  /** Tells the oldest of those that are still to be told again. */
  static int tell(Connection connection, Instant at, int limit) throws SQLException {
    List<ExitRecord> exits = untold(connection, limit);
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE exit_history SET sequence = ?, kept_at = ? WHERE container = ? AND run = ?")) {
      for (ExitRecord exit : exits) {
        update.setLong(1, Outbox.append(connection, at, exit));
        update.setLong(2, at.toEpochMilli());
        update.setString(3, exit.container().value());
        update.setLong(4, exit.run());
        update.executeUpdate();
      }
    }
    return exits.size();
  }

  private static List<ExitRecord> untold(Connection connection, int limit) throws SQLException {
    List<ExitRecord> exits = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT exit FROM exit_history WHERE sequence IS NULL"
                + " ORDER BY kept_at, rowid LIMIT ?")) {
      select.setInt(1, limit);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          exits.add(StateMapper.read(row.getString(1), ExitRecord.class));
        }
      }
    }
    return exits;
  }
}
