package io.gantry.engine.image;

import io.gantry.api.container.TenantId;
import io.gantry.api.image.Digest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Since when which images of a tenant have had no name. */
final class NamelessImages {
  static final String SCHEMA =
      """
      CREATE TABLE IF NOT EXISTS image_nameless (
        tenant TEXT NOT NULL, image TEXT NOT NULL, since_millis INTEGER NOT NULL,
        PRIMARY KEY (tenant, image),
        FOREIGN KEY (tenant, image) REFERENCES tenant_image (tenant, image) ON DELETE CASCADE)
      """;

  private NamelessImages() {}

  /** Notes what has lost its names, or has got one, by a change of the tenant's names. */
  static void note(Connection connection, TenantId tenant, Instant now) throws SQLException {
    Sql.update(
        connection,
        """
        DELETE FROM image_nameless WHERE tenant = ?
          AND image IN (SELECT image FROM image_name WHERE tenant = ?)
        """,
        tenant.value(),
        tenant.value());
    Sql.update(
        connection,
        """
        INSERT INTO image_nameless (tenant, image, since_millis)
        SELECT t.tenant, t.image, ? FROM tenant_image t
        WHERE t.tenant = ? AND NOT EXISTS (
          SELECT 1 FROM image_name n WHERE n.tenant = t.tenant AND n.image = t.image)
        ON CONFLICT DO NOTHING
        """,
        now.toEpochMilli(),
        tenant.value());
  }

  /** Those without a name since then or longer; from before this was noted counts as longer. */
  static List<Digest> since(Connection connection, TenantId tenant, Instant then)
      throws SQLException {
    return Sql.strings(
            connection,
            """
            SELECT t.image FROM tenant_image t
            LEFT JOIN image_nameless l ON l.tenant = t.tenant AND l.image = t.image
            WHERE t.tenant = ? AND coalesce(l.since_millis, 0) <= ? AND NOT EXISTS (
              SELECT 1 FROM image_name n WHERE n.tenant = t.tenant AND n.image = t.image)
            ORDER BY t.image
            """,
            tenant.value(),
            then.toEpochMilli())
        .stream()
        .map(Digest::new)
        .toList();
  }
}
