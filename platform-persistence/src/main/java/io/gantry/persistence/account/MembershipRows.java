package io.gantry.persistence.account;

import io.gantry.api.container.TenantId;
import io.gantry.persistence.jdbc.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
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
  private static final String SELECT =
      """
      select m.principal_id, m.tenant_id, m.role, r.permissions from memberships m
        left join roles r on r.tenant_id = m.tenant_id and r.name = m.own_role
      """;

  private final JdbcClient jdbc;

  MembershipRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A role that is held.
   *
   * @param permissions those of a role of the tenant's own; none of a built-in one
   */
  public record MembershipRow(
      UUID principal, TenantId tenant, String role, List<String> permissions) {
    public MembershipRow {
      permissions = List.copyOf(permissions);
    }
  }

  /** What each of the principals holds itself. */
  public List<MembershipRow> of(Collection<UUID> principals) {
    return jdbc.sql(
            SELECT
                + "where m.principal_id = any (:principals) order by m.principal_id, m.tenant_id,"
                + " m.role")
        .param("principals", principals.toArray(UUID[]::new))
        .query(MembershipRows::row)
        .list();
  }

  /** What the principal holds, itself or by a group it is in. */
  public List<MembershipRow> withGroups(UUID principal) {
    return jdbc.sql(
            SELECT
                + """
                where m.principal_id = :principal
                  or m.principal_id in (select group_id from group_members where user_id = :principal)
                order by m.tenant_id, m.role
                """)
        .param("principal", principal)
        .query(MembershipRows::row)
        .list();
  }

  /**
   * Gives the principal exactly these roles in the tenant; who else does so waits until the
   * transaction ends. Returns those it held before.
   */
  public List<String> replace(UUID principal, TenantId tenant, Collection<String> roles) {
    lock(principal.toString());
    List<String> before =
        jdbc.sql(
                """
                delete from memberships where principal_id = :principal and tenant_id = :tenant
                returning role
                """)
            .param("principal", principal)
            .param("tenant", tenant.value())
            .query(String.class)
            .list();
    for (String role : roles) {
      jdbc.sql(
              """
              insert into memberships (principal_id, tenant_id, role) values (:principal, :tenant, :role)
              on conflict do nothing
              """)
          .param("principal", principal)
          .param("tenant", tenant.value())
          .param("role", role)
          .update();
    }
    return before;
  }

  /** Whoever else asks for the same waits until the transaction ends. */
  public void lock(String principal) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended('memberships ' || :principal, 0))")
        .param("principal", principal)
        .query((row, number) -> true)
        .list();
  }

  private static MembershipRow row(ResultSet row, int number) throws SQLException {
    return new MembershipRow(
        row.getObject("principal_id", UUID.class),
        new TenantId(row.getString("tenant_id")),
        row.getString("role"),
        Columns.texts(row, "permissions"));
  }
}
