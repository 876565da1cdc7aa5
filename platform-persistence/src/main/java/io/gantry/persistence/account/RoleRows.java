package io.gantry.persistence.account;

import io.gantry.api.container.TenantId;
import io.gantry.persistence.jdbc.Columns;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The roles tenants have of their own. */
@Repository
@Transactional
public class RoleRows {
  private final JdbcClient jdbc;

  RoleRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A role of a tenant.
   *
   * @param permissions each as {@code resource:verb}
   */
  public record RoleRow(String name, List<String> permissions) {
    public RoleRow {
      permissions = List.copyOf(permissions);
    }
  }

  /** By name. */
  public List<RoleRow> list(TenantId tenant) {
    return jdbc.sql("select name, permissions from roles where tenant_id = :tenant order by name")
        .param("tenant", tenant.value())
        .query(
            (row, number) -> new RoleRow(row.getString("name"), Columns.texts(row, "permissions")))
        .list();
  }

  public Optional<RoleRow> find(TenantId tenant, String name) {
    return jdbc.sql(
            "select name, permissions from roles where tenant_id = :tenant and name = :name")
        .param("tenant", tenant.value())
        .param("name", name)
        .query(
            (row, number) -> new RoleRow(row.getString("name"), Columns.texts(row, "permissions")))
        .optional();
  }

  /** Makes the role, or changes it for all who hold it. */
  public void put(TenantId tenant, String name, Collection<String> permissions) {
    jdbc.sql(
            """
            insert into roles (tenant_id, name, permissions) values (:tenant, :name, :permissions)
            on conflict (tenant_id, name) do update set permissions = excluded.permissions
            """)
        .param("tenant", tenant.value())
        .param("name", name)
        .param("permissions", permissions.toArray(String[]::new))
        .update();
  }

  public void delete(TenantId tenant, String name) {
    jdbc.sql("delete from roles where tenant_id = :tenant and name = :name")
        .param("tenant", tenant.value())
        .param("name", name)
        .update();
  }

  /**
   * Who holds the role, or has a token bounded by it; by name, in the words of people. Users are
   * seen in the scope of the platform only.
   */
  public List<String> holders(TenantId tenant, String name) {
    return jdbc.sql(
            """
            select replace(lower(p.kind), '_', ' ') || ' ' || p.name
              from memberships m join principals p on p.id = m.principal_id
              where m.tenant_id = :tenant and m.own_role = :name
            union
            select 'token ' || t.id from api_tokens t where t.tenant_id = :tenant and t.own_role = :name
            order by 1
            """)
        .param("tenant", tenant.value())
        .param("name", name)
        .query(String.class)
        .list();
  }
}
