package io.gantry.engine.state;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.pod.PodId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
      requireSamePod(config, find(connection, config, needed));
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO dependency VALUES (?, ?)")) {
        insert.setString(1, config.id().value());
        insert.setString(2, needed.value());
        insert.executeUpdate();
      }
    }
  }

  private static ContainerConfig find(
      Connection connection, ContainerConfig config, ContainerId needed) throws SQLException {
    return ContainerTable.find(connection, needed)
        .filter(stored -> stored.record().state() != ContainerState.REMOVING)
        .orElseThrow(
            () ->
                GantryException.of(
                        ErrorCode.NO_SUCH_CONTAINER,
                        "container %s, which it needs, was removed".formatted(needed.shortId()))
                    .about("container", config.id()))
        .config();
  }

  /** A pod goes as a whole, so nobody outside needs what is in it, nor the other way round. */
  private static void requireSamePod(ContainerConfig config, ContainerConfig needed) {
    if (!Objects.equals(podOf(config), podOf(needed))) {
      throw GantryException.of(
              ErrorCode.INVALID_ARGUMENT,
              "container %s, which it needs, is not in the same pod"
                  .formatted(needed.id().shortId()))
          .about("container", config.id());
    }
  }

  private static @Nullable PodId podOf(ContainerConfig config) {
    return config.membership() == null ? null : config.membership().pod();
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
