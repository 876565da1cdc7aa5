package io.gantry.persistence.account;

import io.gantry.api.container.TenantId;
import io.gantry.persistence.jdbc.Columns;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Who holds which role in which tenant. */
@Repository
@Transactional
public class MembershipRows {
  private final JdbcClient jdbc;

  MembershipRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A role that is held.
   *
   * @param permissions those of a role of the tenant's own; none of a built-in one
   */
  public record MembershipRow(UUID user, TenantId tenant, String role, List<String> permissions) {
    public MembershipRow {
      permissions = List.copyOf(permissions);
    }
  }

  /** All that each of the users holds. */
  public List<MembershipRow> of(Collection<UUID> users) {
    return jdbc.sql(
            """
            select m.user_id, m.tenant_id, m.role, r.permissions from memberships m
              left join roles r on r.tenant_id = m.tenant_id and r.name = m.own_role
            where m.user_id = any (:users) order by m.user_id, m.tenant_id, m.role
            """)
        .param("users", users.toArray(UUID[]::new))
        .query(
            (row, number) ->
                new MembershipRow(
                    row.getObject("user_id", UUID.class),
                    new TenantId(row.getString("tenant_id")),
                    row.getString("role"),
                    Columns.texts(row, "permissions")))
        .list();
  }

  /** Gives the user exactly these roles in the tenant. */
  public void replace(UUID user, TenantId tenant, Collection<String> roles) {
    jdbc.sql("delete from memberships where user_id = :user and tenant_id = :tenant")
        .param("user", user)
        .param("tenant", tenant.value())
        .update();
    for (String role : roles) {
      jdbc.sql("insert into memberships (user_id, tenant_id, role) values (:user, :tenant, :role)")
          .param("user", user)
          .param("tenant", tenant.value())
          .param("role", role)
          .update();
    }
  }
}
