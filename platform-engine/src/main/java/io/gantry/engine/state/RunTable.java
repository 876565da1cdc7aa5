package io.gantry.engine.state;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ExitRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs and how they ended, outside the containers' rows so that they survive a removal
 * (EXITCODES-1). Methods run inside the caller's transaction.
 */
final class RunTable {
  static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS run (
            container TEXT NOT NULL, run INTEGER NOT NULL, opened_at TEXT NOT NULL,
            exit TEXT, recorded_at INTEGER, sequence INTEGER, PRIMARY KEY (container, run))
          WITHOUT ROWID""");

  private RunTable() {}

  static void open(Connection connection, ContainerId id, long run, Instant at)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO run (container, run, opened_at) VALUES (?, ?, ?)")) {
      insert.setString(1, id.value());
      insert.setLong(2, run);
      insert.setString(3, at.toString());
      insert.executeUpdate();
    }
  }

  /** Records the end of a run and tells it; false if the run has ended before. */
  static boolean end(Connection connection, ExitRecord exit, Instant at) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            INSERT INTO run (container, run, opened_at, exit, recorded_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (container, run) DO UPDATE
              SET exit = excluded.exit, recorded_at = excluded.recorded_at
              WHERE run.exit IS NULL""")) {
      update.setString(1, exit.container().value());
      update.setLong(2, exit.run());
      update.setString(3, at.toString());
      update.setString(4, StateMapper.write(exit));
      update.setLong(5, at.toEpochMilli());
      if (update.executeUpdate() == 0) {
        return false;
      }
    }
    setSequence(connection, exit, Outbox.append(connection, at, exit));
    return true;
  }

  /** Tells the end of every run that is known, the oldest first. */
  static void tellAnew(Connection connection, Instant at) throws SQLException {
    List<ExitRecord> exits = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT exit FROM run WHERE exit IS NOT NULL ORDER BY recorded_at, container, run");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        exits.add(StateMapper.read(row.getString(1), ExitRecord.class));
      }
    }
    for (ExitRecord exit : exits) {
      setSequence(connection, exit, Outbox.append(connection, at, exit));
    }
  }

  private static void setSequence(Connection connection, ExitRecord exit, long sequence)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE run SET sequence = ? WHERE container = ? AND run = ?")) {
      update.setLong(1, sequence);
      update.setString(2, exit.container().value());
      update.setLong(3, exit.run());
      update.executeUpdate();
    }
  }

  static Optional<ExitRecord> exit(Connection connection, ContainerId id, long run)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT exit FROM run WHERE container = ? AND run = ? AND exit IS NOT NULL")) {
      select.setString(1, id.value());
      select.setLong(2, run);
      return first(select);
    }
  }

  static Optional<ExitRecord> newestExit(Connection connection, ContainerId id)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT exit FROM run WHERE container = ? AND exit IS NOT NULL"
                + " ORDER BY run DESC LIMIT 1")) {
      select.setString(1, id.value());
      return first(select);
    }
  }

  private static Optional<ExitRecord> first(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      return row.next()
          ? Optional.of(StateMapper.read(row.getString(1), ExitRecord.class))
          : Optional.empty();
    }
  }

  /**
   * Takes out what was recorded before the moment, is acknowledged and is not the newest of its
   * container.
   */
  static List<ToldExit> takeOut(Connection connection, Instant before, int limit)
      throws SQLException {
    List<ToldExit> taken = new ArrayList<>();
    try (PreparedStatement delete =
        connection.prepareStatement(
            """
            DELETE FROM run WHERE (container, run) IN (
              SELECT container, run FROM run old WHERE recorded_at < ?
                AND sequence <= (SELECT acknowledged FROM outbox_mark)
                AND NOT (run = (SELECT max(newest.run) FROM run newest
                                WHERE newest.container = old.container)
                         AND container IN (SELECT id FROM container))
              ORDER BY recorded_at LIMIT ?)
            RETURNING exit, sequence""")) {
      delete.setLong(1, before.toEpochMilli());
      delete.setInt(2, limit);
      try (ResultSet row = delete.executeQuery()) {
        while (row.next()) {
          ExitRecord exit = StateMapper.read(row.getString(1), ExitRecord.class);
          taken.add(new ToldExit(exit, row.getLong(2)));
        }
      }
    }
    return taken;
  }
}
