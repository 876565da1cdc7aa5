package io.gantry.engine.volume;

import io.gantry.api.container.TenantId;
import io.gantry.engine.state.Database;
import io.gantry.engine.state.VolumeRecord;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The volumes of the node's store; a method is a transaction. */
final class VolumeTable {
  static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS volume (
            id TEXT PRIMARY KEY, tenant TEXT NOT NULL, name TEXT NOT NULL,
            created_at TEXT NOT NULL, anonymous INTEGER NOT NULL, copy_up TEXT NOT NULL,
            needs_chown INTEGER NOT NULL, UNIQUE (tenant, name))\
          """);

  /** As {@link #volume} reads them. */
  static final String COLUMNS = "id, tenant, name, created_at, anonymous, copy_up, needs_chown";

  /** How far the copy from an image is. */
  enum CopyUp {
    NEEDED,
    /** Begun; what is there is not whole and not the user's (VOLUME-12). */
    COPYING,
    DONE
  }

  private final Database database;
  private final Path home;

  VolumeTable(Database database, Path home) {
    this.database = database;
    this.home = home;
  }

  Optional<VolumeRecord> find(TenantId tenant, String name) {
    return database.read(connection -> find(connection, tenant, name));
  }

  List<VolumeRecord> list() {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT " + COLUMNS + " FROM volume ORDER BY name")) {
            return read(select);
          }
        });
  }

  /** Adds a volume; CONFLICT if the tenant has one of that name. */
  void add(VolumeRecord volume) {
    database.write(
        connection -> {
          insert(connection, volume);
          return volume;
        });
  }

  CopyUp copyUp(VolumeRecord volume) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT copy_up FROM volume WHERE id = ?")) {
            select.setString(1, volume.id());
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? CopyUp.valueOf(row.getString(1)) : CopyUp.DONE;
            }
          }
        });
  }

  void copyUp(VolumeRecord volume, CopyUp state) {
    update("UPDATE volume SET copy_up = ? WHERE id = ?", state.name(), volume.id());
  }

  void chowned(VolumeRecord volume) {
    update("UPDATE volume SET needs_chown = ? WHERE id = ?", "0", volume.id());
  }

  /** It holds what somebody brought: nothing is copied up, and its top has its owner. */
  void imported(VolumeRecord volume) {
    copyUp(volume, CopyUp.DONE);
    chowned(volume);
  }

  private void update(String sql, String value, String id) {
    database.write(
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, value);
            update.setString(2, id);
            return update.executeUpdate();
          }
        });
  }

  static void insert(Connection connection, VolumeRecord volume) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO volume VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      insert.setString(1, volume.id());
      insert.setString(2, volume.tenant().value());
      insert.setString(3, volume.name());
      insert.setString(4, volume.createdAt().toString());
      insert.setBoolean(5, volume.anonymous());
      insert.setString(6, CopyUp.NEEDED.name());
      insert.setBoolean(7, volume.needsChown());
      insert.executeUpdate();
    }
  }

  static void delete(Connection connection, VolumeRecord volume) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM volume WHERE id = ?")) {
      delete.setString(1, volume.id());
      delete.executeUpdate();
    }
  }

  private Optional<VolumeRecord> find(Connection connection, TenantId tenant, String name)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT " + COLUMNS + " FROM volume WHERE tenant = ? AND name = ?")) {
      select.setString(1, tenant.value());
      select.setString(2, name);
      return read(select).stream().findFirst();
    }
  }

  private List<VolumeRecord> read(PreparedStatement select) throws SQLException {
    List<VolumeRecord> volumes = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        volumes.add(volume(row));
      }
    }
    return volumes;
  }

  /** The volume of a row that begins with {@link #COLUMNS}. */
  VolumeRecord volume(ResultSet row) throws SQLException {
    TenantId tenant = new TenantId(row.getString(2));
    String id = row.getString(1);
    return new VolumeRecord(
        id,
        tenant,
        row.getString(3),
        Instant.parse(row.getString(4)),
        VolumeDirectories.data(home, tenant, id),
        row.getBoolean(5),
        CopyUp.valueOf(row.getString(6)) != CopyUp.DONE,
        row.getBoolean(7));
  }
}
