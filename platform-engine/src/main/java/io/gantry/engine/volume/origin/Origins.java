package io.gantry.engine.volume.origin;

import io.gantry.api.container.ContainerId;
import io.gantry.api.image.Digest;
import io.gantry.engine.state.Database;
import io.gantry.engine.state.VolumeRecord;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The origins of the node's volumes; a method is a transaction. */
public final class Origins {
  public static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS volume_origin (
            volume TEXT PRIMARY KEY, filled_at TEXT NOT NULL, digest TEXT,
            reference TEXT, path TEXT, container TEXT, run INTEGER, bytes INTEGER)\
          """);

  private final Database database;

  public Origins(Database database) {
    this.database = database;
  }

  /** Notes what a volume is filled from, in place of what was noted before. */
  public void save(VolumeRecord volume, Origin origin) {
    int unused =
        database.write(
            connection -> {
              try (PreparedStatement insert =
                  connection.prepareStatement(
                      "INSERT OR REPLACE INTO volume_origin VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
                insert.setString(1, volume.id());
                insert.setString(2, origin.at().toString());
                switch (origin) {
                  case Origin.CopyUp copyUp -> bind(insert, copyUp);
                  case Origin.Archive archive -> bind(insert, archive);
                }
                return insert.executeUpdate();
              }
            });
  }

  private static void bind(PreparedStatement insert, Origin.CopyUp origin) throws SQLException {
    Digest image = origin.image();
    insert.setString(3, image == null ? null : image.toString());
    insert.setString(4, origin.reference());
    insert.setString(5, origin.path());
    insert.setString(6, origin.container().value());
    insert.setLong(7, origin.run());
  }

  private static void bind(PreparedStatement insert, Origin.Archive origin) throws SQLException {
    insert.setString(3, origin.digest().toString());
    insert.setLong(8, origin.bytes());
  }

  /** What it was filled from; empty if nothing was put into it but by its users. */
  public Optional<Origin> find(VolumeRecord volume) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT filled_at, digest, reference, path, container, run, bytes"
                      + " FROM volume_origin WHERE volume = ?")) {
            select.setString(1, volume.id());
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(origin(row)) : Optional.empty();
            }
          }
        });
  }

  private static Origin origin(ResultSet row) throws SQLException {
    Instant at = Instant.parse(row.getString(1));
    String container = row.getString(5);
    if (container == null) {
      return new Origin.Archive(new Digest(row.getString(2)), row.getLong(7), at);
    }
    return new Origin.CopyUp(
        digest(row.getString(2)),
        row.getString(3),
        row.getString(4),
        new ContainerId(container),
        row.getLong(6),
        at);
  }

  private static @Nullable Digest digest(@Nullable String text) {
    return text == null ? null : new Digest(text);
  }

  /** Forgets a volume that is removed. */
  public void forget(VolumeRecord volume) {
    int unused =
        database.write(
            connection -> {
              try (PreparedStatement delete =
                  connection.prepareStatement("DELETE FROM volume_origin WHERE volume = ?")) {
                delete.setString(1, volume.id());
                return delete.executeUpdate();
              }
            });
  }
}
