package io.gantry.persistence.account;

import io.gantry.api.container.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Which users are in which group. Their names are seen in the scope of the platform only. */
@Repository
@Transactional
public class GroupMemberRows {
  private final JdbcClient jdbc;

  GroupMemberRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Names of the group's users, in their order. */
  public List<String> names(UUID group) {
    return jdbc.sql(
            """
            select p.name from group_members m join principals p on p.id = m.user_id
            where m.group_id = :group order by p.name
            """)
        .param("group", group)
        .query(String.class)
        .list();
  }

  /** Lets exactly these users be in the group. */
  public void replace(UUID group, TenantId tenant, Collection<UUID> users) {
    jdbc.sql("delete from group_members where group_id = :group").param("group", group).update();
    for (UUID user : users) {
      jdbc.sql(
              """
              insert into group_members (group_id, user_id, tenant_id) values (:group, :user, :tenant)
              on conflict do nothing
              """)
          .param("group", group)
          .param("user", user)
          .param("tenant", tenant.value())
          .update();
    }
  }
}
