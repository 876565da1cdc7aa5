package io.gantry.engine.volume;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.state.Database;
import io.gantry.engine.state.VolumeRecord;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Volumes that something is mounted for: their options, and which containers have them mounted. The
 * containers are the count (VOLUME-14, VOLUME-16); a container counts once, so repeating after a
 * crash changes nothing.
 */
final class VolumeUses {
  static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS volume_option (
            volume TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
            PRIMARY KEY (volume, name))\
          """,
          """
          CREATE TABLE IF NOT EXISTS volume_mount (
            volume TEXT NOT NULL, container TEXT NOT NULL, PRIMARY KEY (volume, container))\
          """);

  private final Database database;

  VolumeUses(Database database) {
    this.database = database;
  }

  void setOptions(VolumeRecord volume, VolumeOptions options) {
    options
        .values()
        .forEach(
            (name, value) ->
                run("INSERT OR REPLACE INTO volume_option VALUES (?, ?, ?)", volume, name, value));
  }

  VolumeOptions options(VolumeRecord volume) {
    return database.read(
        connection -> {
          Map<String, String> values = new LinkedHashMap<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT name, value FROM volume_option WHERE volume = ?")) {
            select.setString(1, volume.id());
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                values.put(row.getString(1), row.getString(2));
              }
            }
          }
          return new VolumeOptions(values);
        });
  }

  /** Who has it mounted. */
  List<ContainerId> containers(VolumeRecord volume) {
    return database.read(
        connection -> {
          List<ContainerId> containers = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement("SELECT container FROM volume_mount WHERE volume = ?")) {
            select.setString(1, volume.id());
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                containers.add(new ContainerId(row.getString(1)));
              }
            }
          }
          return containers;
        });
  }

  void add(VolumeRecord volume, ContainerId container) {
    run("INSERT OR REPLACE INTO volume_mount VALUES (?, ?)", volume, container.value());
  }

  void take(VolumeRecord volume, ContainerId container) {
    run("DELETE FROM volume_mount WHERE volume = ? AND container = ?", volume, container.value());
  }

  /** Nobody has it mounted. */
  void clear(VolumeRecord volume) {
    run("DELETE FROM volume_mount WHERE volume = ?", volume);
  }

  /** Forgets a volume that is removed. */
  void forget(VolumeRecord volume) {
    clear(volume);
    run("DELETE FROM volume_option WHERE volume = ?", volume);
  }

  private void run(String sql, VolumeRecord volume, String... further) {
    int unused =
        database.write(
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, volume.id());
                for (int i = 0; i < further.length; i++) {
                  statement.setString(i + 2, further[i]);
                }
                return statement.executeUpdate();
              }
            });
  }
}
