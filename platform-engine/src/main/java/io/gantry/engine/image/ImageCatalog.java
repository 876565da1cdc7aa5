package io.gantry.engine.image;

import io.gantry.api.container.TenantId;
import io.gantry.api.image.Digest;
import io.gantry.engine.state.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which images are here, which tenant has which, and under what names. Rows are shared between
 * tenants by digest, names never. Thread-safe; each change is one durable transaction.
 */
public final class ImageCatalog {
  /** What the database must be opened with. */
  public static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS image (
            id TEXT PRIMARY KEY, config BLOB NOT NULL, size_bytes INTEGER NOT NULL)
          """,
          """
          CREATE TABLE IF NOT EXISTS image_layer (
            image TEXT NOT NULL REFERENCES image (id) ON DELETE CASCADE,
            position INTEGER NOT NULL, diff_id TEXT NOT NULL, PRIMARY KEY (image, position))
          """,
          """
          CREATE TABLE IF NOT EXISTS tenant_image (
            tenant TEXT NOT NULL, image TEXT NOT NULL REFERENCES image (id), manifest TEXT,
            PRIMARY KEY (tenant, image))
          """,
          """
          CREATE TABLE IF NOT EXISTS image_name (
            tenant TEXT NOT NULL, name TEXT NOT NULL, image TEXT NOT NULL,
            PRIMARY KEY (tenant, name),
            FOREIGN KEY (tenant, image) REFERENCES tenant_image (tenant, image) ON DELETE CASCADE)
          """);

  private static final String SELECT =
      """
      SELECT i.config, i.size_bytes, t.manifest, t.tenant, i.id
      FROM tenant_image t JOIN image i ON i.id = t.image
      """;

  private final Database database;

  public ImageCatalog(Database database) {
    this.database = database;
  }

  /** Records an image for a tenant under names, which leave the images that had them. */
  StoredImage put(TenantId tenant, NewImage image, List<ImageName> names) {
    return database.write(
        connection -> {
          insertImage(connection, image);
          Sql.update(
              connection,
              """
              INSERT INTO tenant_image (tenant, image, manifest) VALUES (?, ?, ?)
              ON CONFLICT (tenant, image) DO UPDATE SET manifest = coalesce(?, manifest)
              """,
              tenant.value(),
              image.id().value(),
              image.manifestText(),
              image.manifestText());
          for (ImageName name : names) {
            point(connection, tenant, name, image.id());
          }
          return byId(connection, tenant, image.id()).orElseThrow();
        });
  }

  private static void insertImage(Connection connection, NewImage image) throws SQLException {
    int inserted =
        Sql.update(
            connection,
            "INSERT INTO image (id, config, size_bytes) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            image.id().value(),
            image.config().bytes(),
            image.sizeBytes());
    if (inserted == 1) {
      int position = 0;
      for (Digest diffId : image.config().layers()) {
        Sql.update(
            connection,
            "INSERT INTO image_layer (image, position, diff_id) VALUES (?, ?, ?)",
            image.id().value(),
            position++,
            diffId.value());
      }
    }
  }

  private static void point(Connection connection, TenantId tenant, ImageName name, Digest image)
      throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO image_name (tenant, name, image) VALUES (?, ?, ?)
        ON CONFLICT (tenant, name) DO UPDATE SET image = excluded.image
        """,
        tenant.value(),
        name.toString(),
        image.value());
  }

  /** Gives an image of the tenant a further name. */
  void name(TenantId tenant, ImageName name, Digest image) {
    database.write(
        connection -> {
          point(connection, tenant, name, image);
          return image;
        });
  }

  /** Takes a name away; the image stays. */
  void removeName(TenantId tenant, String name) {
    database.write(
        connection ->
            Sql.update(
                connection,
                "DELETE FROM image_name WHERE tenant = ? AND name = ?",
                tenant.value(),
                name));
  }

  /** Takes an image and all its names from a tenant; it is gone when no tenant has it. */
  void removeImage(TenantId tenant, Digest image) {
    database.write(
        connection -> {
          Sql.update(
              connection,
              "DELETE FROM tenant_image WHERE tenant = ? AND image = ?",
              tenant.value(),
              image.value());
          return Sql.update(
              connection,
              """
              DELETE FROM image
              WHERE id = ? AND NOT EXISTS (SELECT 1 FROM tenant_image WHERE image = image.id)
              """,
              image.value());
        });
  }

  Optional<StoredImage> byName(TenantId tenant, ImageName name) {
    return database.read(
        connection ->
            first(
                connection,
                SELECT
                    + """
                    JOIN image_name n ON n.tenant = t.tenant AND n.image = t.image
                    WHERE n.tenant = ? AND n.name = ?
                    """,
                tenant.value(),
                name.toString()));
  }

  /** An image the tenant got with that manifest. */
  Optional<StoredImage> byManifest(TenantId tenant, Digest manifest) {
    return database.read(
        connection ->
            first(
                connection,
                SELECT + "WHERE t.tenant = ? AND t.manifest = ?",
                tenant.value(),
                manifest.value()));
  }

  /** The tenant's images whose ids begin so. */
  List<StoredImage> byIdPrefix(TenantId tenant, String hexPrefix) {
    return database.read(
        connection ->
            select(
                connection,
                SELECT + "WHERE t.tenant = ? AND i.id >= ? AND i.id < ?",
                tenant.value(),
                "sha256:" + hexPrefix,
                "sha256:" + hexPrefix + "g"));
  }

  List<StoredImage> list(TenantId tenant) {
    return database.read(
        connection ->
            select(connection, SELECT + "WHERE t.tenant = ? ORDER BY i.id", tenant.value()));
  }

  /** Whether an image of the tenant has the layer, so that it may be used again for it. */
  boolean hasLayer(TenantId tenant, Digest diffId) {
    return database.read(
        connection ->
            !Sql.strings(
                    connection,
                    """
                    SELECT l.diff_id FROM tenant_image t JOIN image_layer l ON l.image = t.image
                    WHERE t.tenant = ? AND l.diff_id = ? LIMIT 1
                    """,
                    tenant.value(),
                    diffId.value())
                .isEmpty());
  }

  /** The layers of all images of all tenants. */
  Set<Digest> layers() {
    return database.read(
        connection -> {
          Set<Digest> layers = new HashSet<>();
          for (String diffId :
              Sql.strings(connection, "SELECT DISTINCT diff_id FROM image_layer")) {
            layers.add(new Digest(diffId));
          }
          return layers;
        });
  }

  private static Optional<StoredImage> byId(Connection connection, TenantId tenant, Digest image)
      throws SQLException {
    return first(
        connection, SELECT + "WHERE t.tenant = ? AND i.id = ?", tenant.value(), image.value());
  }

  private static Optional<StoredImage> first(Connection connection, String sql, Object... arguments)
      throws SQLException {
    return select(connection, sql, arguments).stream().findFirst();
  }

  private static List<StoredImage> select(Connection connection, String sql, Object... arguments)
      throws SQLException {
    List<StoredImage> images = new ArrayList<>();
    try (PreparedStatement statement = Sql.prepare(connection, sql, arguments);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        String manifest = rows.getString(3);
        images.add(
            new StoredImage(
                ConfigFile.parse(rows.getBytes(1)),
                manifest == null ? null : new Digest(manifest),
                names(connection, rows.getString(4), rows.getString(5)),
                rows.getLong(2)));
      }
    }
    return images;
  }

  private static List<String> names(Connection connection, String tenant, String image)
      throws SQLException {
    return Sql.strings(
        connection,
        "SELECT name FROM image_name WHERE tenant = ? AND image = ? ORDER BY name",
        tenant,
        image);
  }
}
