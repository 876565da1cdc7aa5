package io.gantry.engine.state;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Which container needs which. Methods run inside the caller's transaction. */
final class DependencyTable {
  static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS dependency (
            container TEXT NOT NULL, needed TEXT NOT NULL, PRIMARY KEY (container, needed))""",
          "CREATE INDEX IF NOT EXISTS dependency_on ON dependency (needed)");

  private DependencyTable() {}

  /** Writes down what a new container needs; all of it exists and stays. */
  static void insert(Connection connection, ContainerConfig config) throws SQLException {
    for (ContainerId needed : config.sharing().needed()) {
      boolean stays =
          ContainerTable.find(connection, needed)
              .filter(stored -> stored.record().state() != ContainerState.REMOVING)
              .isPresent();
      if (!stays) {
        throw GantryException.of(
                ErrorCode.NO_SUCH_CONTAINER,
                "container %s, which it needs, was removed".formatted(needed.shortId()))
            .about("container", config.id());
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO dependency VALUES (?, ?)")) {
        insert.setString(1, config.id().value());
        insert.setString(2, needed.value());
        insert.executeUpdate();
      }
    }
  }

  static List<ContainerId> dependents(Connection connection, ContainerId needed)
      throws SQLException {
    List<ContainerId> dependents = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT container FROM dependency WHERE needed = ? ORDER BY container")) {
      select.setString(1, needed.value());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          dependents.add(new ContainerId(row.getString(1)));
        }
      }
    }
    return dependents;
  }

  static void delete(Connection connection, ContainerId container) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM dependency WHERE container = ?")) {
      delete.setString(1, container.value());
      delete.executeUpdate();
    }
  }
}
