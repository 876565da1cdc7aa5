package io.gantry.engine.volume;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.state.Database;
import io.gantry.engine.state.VolumeRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which containers have which volumes, from creation to removal; a method is a transaction. */
final class VolumeClaims {
  static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS volume_use (
            container TEXT NOT NULL, destination TEXT NOT NULL, volume TEXT NOT NULL,
            PRIMARY KEY (container, destination))\
          """,
          "CREATE INDEX IF NOT EXISTS volume_users ON volume_use (volume)");

  private final Database database;
  private final VolumeTable table;

  VolumeClaims(Database database, VolumeTable table) {
    this.database = database;
    this.table = table;
  }

  /** Where a container has a volume. */
  record Use(String destination, VolumeRecord volume) {}

  /**
   * Records the uses of a container, with the volumes that are new; all or nothing.
   *
   * @throws GantryException VOLUME_REMOVED if somebody removed one of them meanwhile
   */
  void claim(ContainerId container, List<VolumeRecord> added, List<Use> uses) {
    database.write(
        connection -> {
          for (VolumeRecord volume : added) {
            VolumeTable.insert(connection, volume);
          }
          for (Use use : uses) {
            insert(connection, container, use);
          }
          return container;
        });
  }

  private static void insert(Connection connection, ContainerId container, Use use)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO volume_use SELECT ?, ?, id FROM volume WHERE id = ?")) {
      insert.setString(1, container.value());
      insert.setString(2, use.destination());
      insert.setString(3, use.volume().id());
      if (insert.executeUpdate() == 0) {
        throw GantryException.of(
                ErrorCode.VOLUME_REMOVED, "it was removed meanwhile: create it again")
            .about("volume", use.volume().name());
      }
    }
  }

  /** What a container has, by destination. */
  List<Use> of(ContainerId container) {
    return database.read(
        connection -> {
          List<Use> uses = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT "
                      + VolumeTable.COLUMNS
                      + ", destination FROM volume_use JOIN volume ON id = volume"
                      + " WHERE container = ? ORDER BY destination")) {
            select.setString(1, container.value());
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                uses.add(new Use(row.getString("destination"), table.volume(row)));
              }
            }
          }
          return uses;
        });
  }

  /** Who has a volume. */
  List<VolumeUser> users(VolumeRecord volume) {
    return database.read(
        connection -> {
          List<VolumeUser> users = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT container, destination FROM volume_use WHERE volume = ?"
                      + " ORDER BY container, destination")) {
            select.setString(1, volume.id());
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                users.add(new VolumeUser(new ContainerId(row.getString(1)), row.getString(2)));
              }
            }
          }
          return users;
        });
  }

  /** Every container that has volumes. */
  List<ContainerId> users() {
    return database.read(
        connection -> containers(connection, "SELECT DISTINCT container FROM volume_use", null));
  }

  /** Forgets what a container has. */
  void release(ContainerId container) {
    int unused =
        database.write(
            connection -> {
              try (PreparedStatement delete =
                  connection.prepareStatement("DELETE FROM volume_use WHERE container = ?")) {
                delete.setString(1, container.value());
                return delete.executeUpdate();
              }
            });
  }

  /** Deletes the volume's row if no container has it; otherwise tells which do. */
  List<ContainerId> removeUnused(VolumeRecord volume) {
    return database.write(
        connection -> {
          List<ContainerId> users =
              containers(
                  connection, "SELECT container FROM volume_use WHERE volume = ?", volume.id());
          if (users.isEmpty()) {
            VolumeTable.delete(connection, volume);
          }
          return users;
        });
  }

  private static List<ContainerId> containers(
      Connection connection, String sql, @Nullable String parameter) throws SQLException {
    List<ContainerId> containers = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      if (parameter != null) {
        select.setString(1, parameter);
      }
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          containers.add(new ContainerId(row.getString(1)));
        }
      }
    }
    return containers;
  }
}
