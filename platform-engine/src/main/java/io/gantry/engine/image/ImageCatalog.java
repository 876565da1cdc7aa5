package io.gantry.engine.image;

import io.gantry.api.container.TenantId;
import io.gantry.api.image.Digest;
import io.gantry.engine.image.document.ImageName;
import io.gantry.engine.state.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

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
          """,
          NamelessImages.SCHEMA);

  private static final String SELECT =
      """
      SELECT i.config, i.size_bytes, t.manifest, t.tenant, i.id
      FROM tenant_image t JOIN image i ON i.id = t.image
      """;

  private final Database database;
  private final Clock clock;

  public ImageCatalog(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
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
          NamelessImages.note(connection, tenant, now());
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
          NamelessImages.note(connection, tenant, now());
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

  /**
   * Takes an image and all its names from a tenant; it is gone when no tenant has it.
   *
   * @param used asked while nothing can begin to use it
   * @return whether it was not used
   */
  boolean removeImage(TenantId tenant, Digest image, BooleanSupplier used) {
    return database.write(
        connection -> {
          if (used.getAsBoolean()) {
            return false;
          }
          Sql.update(
              connection,
              "DELETE FROM tenant_image WHERE tenant = ? AND image = ?",
              tenant.value(),
              image.value());
          Sql.update(
              connection,
              """
              DELETE FROM image
              WHERE id = ? AND NOT EXISTS (SELECT 1 FROM tenant_image WHERE image = image.id)
              """,
              image.value());
          return true;
        });
  }

  /** The tenant's images that have had no name since then or longer. */
  List<Digest> nameless(TenantId tenant, Instant since) {
    return database.read(connection -> NamelessImages.since(connection, tenant, since));
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
        connection -> digests(connection, "SELECT DISTINCT diff_id FROM image_layer"));
  }

  /** The layers that images would still need if the tenant had these no more. */
  Set<Digest> layersWithout(TenantId tenant, Set<Digest> images) {
    return database.read(
        connection -> {
          Set<Digest> left = new HashSet<>();
          for (Digest image : digests(connection, "SELECT id FROM image")) {
            if (!images.contains(image) || isShared(connection, tenant, image)) {
              String sql = "SELECT diff_id FROM image_layer WHERE image = ?";
              left.addAll(digests(connection, sql, image.value()));
            }
          }
          return left;
        });
  }

  private static boolean isShared(Connection connection, TenantId tenant, Digest image)
      throws SQLException {
    String sql = "SELECT tenant FROM tenant_image WHERE image = ? AND tenant <> ?";
    return !Sql.strings(connection, sql, image.value(), tenant.value()).isEmpty();
  }

  private static Set<Digest> digests(Connection connection, String sql, Object... arguments)
      throws SQLException {
    Set<Digest> digests = new HashSet<>();
    for (String digest : Sql.strings(connection, sql, arguments)) {
      digests.add(new Digest(digest));
    }
    return digests;
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
