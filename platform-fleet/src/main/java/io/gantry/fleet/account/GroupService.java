package io.gantry.fleet.account;

import io.gantry.api.account.GroupResource;
import io.gantry.api.account.GroupSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.audit.AuditChanges;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.persistence.account.PrincipalEntity;
import io.gantry.persistence.account.PrincipalKind;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Shows, makes, changes and removes the groups of the caller's tenant. */
@Service
public class GroupService {
  private final TenantPrincipals principals;
  private final Grants grants;
  private final GroupMembers members;
  private final AuditService audit;

  GroupService(
      TenantPrincipals principals, Grants grants, GroupMembers members, AuditService audit) {
    this.principals = principals;
    this.grants = grants;
    this.members = members;
    this.audit = audit;
  }

  /** By name. */
  @Requires(Permission.GROUP_READ)
  @Transactional(readOnly = true)
  public Page<GroupResource> list(Caller caller, PageRequest page) {
    return principals.list(caller.tenant(), PrincipalKind.GROUP, page).map(this::resource);
  }

  /**
   * One group.
   *
   * @throws io.gantry.api.error.GantryException NOT_FOUND
   */
  @Requires(Permission.GROUP_READ)
  @Transactional(readOnly = true)
  public GroupResource get(Caller caller, String name) {
    return resource(principals.require(caller.tenant(), PrincipalKind.GROUP, name));
  }

  /**
   * Makes a group or changes it; its members may do what its roles say from now on.
   *
   * @throws io.gantry.api.error.GantryException INVALID_ARGUMENT for a role or user that is none;
   *     FORBIDDEN if the roles carry what the caller does not hold
   */
  @Requires(Permission.GROUP_UPDATE)
  @Transactional
  public GroupResource put(Caller caller, String name, GroupSpec wish) {
    TenantId tenant = caller.tenant();
    PrincipalEntity known = principals.claim(tenant, PrincipalKind.GROUP, name).orElse(null);
    GroupSpec before = known == null ? null : spec(known);
    PrincipalEntity group =
        known == null ? principals.create(tenant, PrincipalKind.GROUP, name) : known;
    grants.give(caller, group.getId(), wish.roles());
    members.replace(group.getId(), tenant, wish.members());
    note(caller, name, before, spec(group));
    return resource(group);
  }

  /**
   * Removes a group; its members lose what they held by it.
   *
   * @throws io.gantry.api.error.GantryException NOT_FOUND
   */
  @Requires(Permission.GROUP_UPDATE)
  @Transactional
  public void remove(Caller caller, String name) {
    PrincipalEntity group = principals.require(caller.tenant(), PrincipalKind.GROUP, name);
    note(caller, name, spec(group), null);
    principals.remove(group);
  }

  private void note(
      Caller caller, String name, @Nullable GroupSpec before, @Nullable GroupSpec after) {
    audit.record(
        caller,
        AuditNote.of(Permission.GROUP_UPDATE, "group " + name)
            .saying(after == null ? "removed" : null)
            .changing(AuditChanges.between(before, after)));
  }

  private GroupSpec spec(PrincipalEntity group) {
    return new GroupSpec(roles(group), members.names(group.getId()));
  }

  private GroupResource resource(PrincipalEntity group) {
    return new GroupResource(
        group.name(), roles(group), members.names(group.getId()), group.createdAt());
  }

  private List<String> roles(PrincipalEntity group) {
    TenantId tenant = group.tenant();
    return tenant == null ? List.of() : grants.held(tenant, group.getId());
  }
}
