package io.gantry.fleet.account;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.persistence.account.GroupMemberRows;
import io.gantry.persistence.account.PrincipalEntity;
import io.gantry.persistence.account.PrincipalKind;
import io.gantry.persistence.account.PrincipalRepository;
import io.gantry.persistence.fence.AcrossTenants;
import io.gantry.persistence.fence.PlatformWork;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The users in a group. They are of no tenant, so it takes the scope of the platform to see them.
 */
@Component
@AcrossTenants(PlatformWork.ACCOUNTS)
class GroupMembers {
  private final GroupMemberRows rows;
  private final PrincipalRepository principals;

  GroupMembers(GroupMemberRows rows, PrincipalRepository principals) {
    this.rows = rows;
    this.principals = principals;
  }

  /** In their order. */
  public List<String> names(UUID group) {
    return rows.names(group);
  }

  /**
   * Lets exactly these users be in the group.
   *
   * @throws GantryException INVALID_ARGUMENT at the field members for a user there is not
   */
  public void replace(UUID group, TenantId tenant, List<String> names) {
    rows.replace(group, tenant, names.stream().map(this::user).toList());
  }

  private UUID user(String name) {
    return principals
        .findByKindAndName(PrincipalKind.USER, name)
        .map(PrincipalEntity::getId)
        .orElseThrow(
            () -> {
              String problem = "there is no user '%s'".formatted(name);
              return GantryException.of(ErrorCode.INVALID_ARGUMENT, "members: " + problem)
                  .at(Map.of("members", problem));
            });
  }
}
