package io.gantry.agent.assignment;

import io.gantry.agent.client.AgentJson;
import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Assignment;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The SQLite file behind {@link AssignmentStore}; each call is one durable transaction. */
final class AssignmentTable implements AutoCloseable {
  private static final List<String> SCHEMA =
      List.of(
          "PRAGMA journal_mode = WAL",
          "PRAGMA synchronous = FULL",
          "PRAGMA cache_size = -512",
          "CREATE TABLE IF NOT EXISTS assignment (container TEXT PRIMARY KEY, assignment TEXT NOT"
              + " NULL, wanted INTEGER NOT NULL, progress TEXT NOT NULL) STRICT, WITHOUT ROWID",
          "CREATE TABLE IF NOT EXISTS watch (id INTEGER PRIMARY KEY CHECK (id = 1),"
              + " resource_version INTEGER NOT NULL) STRICT",
          "INSERT OR IGNORE INTO watch VALUES (1, 0)");

  private final Path file;
  private final Connection connection;

  AssignmentTable(Path file) {
    this.file = file;
    try {
      this.connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        for (String sql : SCHEMA) {
          statement.execute(sql);
        }
      }
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  List<Assigned> readAll() {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM assignment")) {
      List<Assigned> all = new ArrayList<>();
      while (rows.next()) {
        all.add(
            new Assigned(
                AgentJson.MAPPER.readValue(rows.getString("assignment"), Assignment.class),
                rows.getBoolean("wanted"),
                AgentJson.MAPPER.readValue(rows.getString("progress"), Progress.class)));
      }
      return all;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  long resourceVersion() {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT resource_version FROM watch")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  void save(Collection<Assigned> changed, long resourceVersion) {
    try {
      put(changed);
      try (PreparedStatement update =
          connection.prepareStatement("UPDATE watch SET resource_version = ?")) {
        update.setLong(1, resourceVersion);
        update.executeUpdate();
      }
      connection.commit();
    } catch (SQLException e) {
      throw undone(e);
    }
  }

  void save(Assigned changed) {
    try {
      put(List.of(changed));
      connection.commit();
    } catch (SQLException e) {
      throw undone(e);
    }
  }

  void delete(ContainerId container) {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM assignment WHERE container = ?")) {
      delete.setString(1, container.value());
      delete.executeUpdate();
      connection.commit();
    } catch (SQLException e) {
      throw undone(e);
    }
  }

  private void put(Collection<Assigned> changed) throws SQLException {
    try (PreparedStatement put =
        connection.prepareStatement("INSERT OR REPLACE INTO assignment VALUES (?, ?, ?, ?)")) {
      for (Assigned assigned : changed) {
        put.setString(1, assigned.container().value());
        put.setString(2, AgentJson.MAPPER.writeValueAsString(assigned.assignment()));
        put.setBoolean(3, assigned.wanted());
        put.setString(4, AgentJson.MAPPER.writeValueAsString(assigned.progress()));
        put.addBatch();
      }
      put.executeBatch();
    }
  }

  private GantryException undone(SQLException cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
    return failure(cause);
  }

  private GantryException failure(SQLException cause) {
    boolean full = String.valueOf(cause.getMessage()).contains("SQLITE_FULL");
    return GantryException.of(
        full ? ErrorCode.NO_SPACE : ErrorCode.STORAGE,
        "the assignments in " + file + " could not be read or stored: " + cause.getMessage(),
        cause);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(e);
    }
  }
}
