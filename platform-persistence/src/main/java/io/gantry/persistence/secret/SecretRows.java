package io.gantry.persistence.secret;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.secret.SecretResource;
import io.gantry.persistence.jdbc.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Secrets of tenants and the containers whose specs name them. */
@Repository
@Transactional
public class SecretRows {
  private static final String SELECT =
      """
      select s.*, (select count(*) from secret_uses u
        where u.tenant_id = s.tenant_id and u.secret_name = s.name) as containers
      from secrets s
      """;

  private final JdbcClient jdbc;

  SecretRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether the secret is new; one that is there stays as it is. */
  public boolean add(Sealed sealed, int bytes, Instant at, String by) {
    return jdbc.sql(
                """
                insert into secrets
                values (:tenant, :name, :version, :key, :sealed, :bytes, :at, :by, :at, :by) on conflict do nothing
                """)
            .param("tenant", sealed.tenant().value())
            .param("name", sealed.name())
            .param("version", sealed.version())
            .param("key", sealed.keyId())
            .param("sealed", sealed.bytes())
            .param("bytes", bytes)
            .param("at", Columns.parameter(at))
            .param("by", by)
            .update()
        == 1;
  }

  /** Puts another version in the place of a {@linkplain #lock locked} one. */
  public void replace(Sealed sealed, int bytes, Instant at, String by) {
    jdbc.sql(
            """
            update secrets set version = :version, key_id = :key, sealed = :sealed, bytes = :bytes,
              updated_at = :at, updated_by = :by
            where tenant_id = :tenant and name = :name
            """)
        .param("tenant", sealed.tenant().value())
        .param("name", sealed.name())
        .param("version", sealed.version())
        .param("key", sealed.keyId())
        .param("sealed", sealed.bytes())
        .param("bytes", bytes)
        .param("at", Columns.parameter(at))
        .param("by", by)
        .update();
  }

  public Optional<SecretResource> find(TenantId tenant, String name) {
    return jdbc.sql(SELECT + "where s.tenant_id = :tenant and s.name = :name")
        .param("tenant", tenant.value())
        .param("name", name)
        .query(SecretRows::secret)
        .optional();
  }

  /** As {@link #find}; nobody else changes, removes or begins to use it until the end. */
  public Optional<SecretResource> lock(TenantId tenant, String name) {
    // Locked by a statement of its own: one that waits for a lock does not see who used it
    // meanwhile.
    List<String> locked =
        jdbc.sql("select name from secrets where tenant_id = :tenant and name = :name for update")
            .param("tenant", tenant.value())
            .param("name", name)
            .query(String.class)
            .list();
    return locked.isEmpty() ? Optional.empty() : find(tenant, name);
  }

  /** By name, beginning after the given one. */
  public List<SecretResource> list(TenantId tenant, @Nullable String after, int limit) {
    return jdbc.sql(
            SELECT + "where s.tenant_id = :tenant and s.name > :after order by s.name limit :limit")
        .param("tenant", tenant.value())
        .param("after", after == null ? "" : after)
        .param("limit", limit)
        .query(SecretRows::secret)
        .list();
  }

  /** Whether there is such a secret; it cannot be removed then while the container is there. */
  public boolean use(TenantId tenant, String name, ContainerId container) {
    return jdbc.sql(
                """
                insert into secret_uses (container_id, tenant_id, secret_name)
                select :container, tenant_id, name from secrets where tenant_id = :tenant and name = :name
                for key share
                """)
            .param("container", container.value())
            .param("tenant", tenant.value())
            .param("name", name)
            .update()
        == 1;
  }

  /** Removes one that no container's spec names. */
  public void delete(TenantId tenant, String name) {
    jdbc.sql("delete from secrets where tenant_id = :tenant and name = :name")
        .param("tenant", tenant.value())
        .param("name", name)
        .update();
  }

  /** What the container's spec names, if the container was given to the node. */
  public List<Sealed> ofContainer(String nodeId, ContainerId container) {
    return jdbc.sql(
            """
            select s.* from containers c
              join secret_uses u on u.container_id = c.id and u.tenant_id = c.tenant_id
              join secrets s on s.tenant_id = u.tenant_id and s.name = u.secret_name
            where c.id = :container and c.node_id = :node order by s.name
            """)
        .param("container", container.value())
        .param("node", nodeId)
        .query(SecretRows::sealed)
        .list();
  }

  /** Some of those that another key than this one sealed. */
  public List<Sealed> sealedOtherwise(String keyId, int limit) {
    return jdbc.sql("select * from secrets where key_id <> :key limit :limit")
        .param("key", keyId)
        .param("limit", limit)
        .query(SecretRows::sealed)
        .list();
  }

  /** The same version, sealed with another key; one that was replaced meanwhile stays as it is. */
  public void seal(Sealed sealed) {
    jdbc.sql(
            """
            update secrets set key_id = :key, sealed = :sealed
            where tenant_id = :tenant and name = :name and version = :version
            """)
        .param("tenant", sealed.tenant().value())
        .param("name", sealed.name())
        .param("version", sealed.version())
        .param("key", sealed.keyId())
        .param("sealed", sealed.bytes())
        .update();
  }

  private static Sealed sealed(ResultSet row, int number) throws SQLException {
    return new Sealed(
        new TenantId(row.getString("tenant_id")),
        row.getString("name"),
        row.getLong("version"),
        row.getString("key_id"),
        row.getBytes("sealed"));
  }

  private static SecretResource secret(ResultSet row, int number) throws SQLException {
    return new SecretResource(
        new TenantId(row.getString("tenant_id")),
        row.getString("name"),
        row.getLong("version"),
        row.getInt("bytes"),
        Columns.requiredInstant(row, "created_at"),
        row.getString("created_by"),
        Columns.requiredInstant(row, "updated_at"),
        row.getString("updated_by"),
        row.getLong("containers"));
  }
}
