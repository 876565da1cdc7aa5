package io.gantry.fleet.account;

import io.gantry.api.container.TenantId;
import io.gantry.persistence.account.MembershipRows;
import io.gantry.persistence.account.MembershipRows.MembershipRow;
import io.gantry.security.Authorizer;
import io.gantry.security.Caller;
import io.gantry.security.Role;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Gives roles to principals in the caller's tenant. Nobody gives what they do not hold. */
@Component
class Grants {
  private final MembershipRows memberships;
  private final StoredRoles roles;
  private final Authorizer authorizer;

  Grants(MembershipRows memberships, StoredRoles roles, Authorizer authorizer) {
    this.memberships = memberships;
    this.roles = roles;
    this.authorizer = authorizer;
  }

  /**
   * Lets the principal hold exactly these roles. Returns those it held before.
   *
   * @throws io.gantry.api.error.GantryException INVALID_ARGUMENT for a role that is none; FORBIDDEN
   *     if one carries what the caller does not hold
   */
  List<String> give(Caller caller, UUID principal, Collection<String> names) {
    TenantId tenant = caller.tenant();
    List<Role> given = names.stream().map(name -> roles.require(tenant, name)).toList();
    authorizer.requireToGrant(caller, Role.union(given));
    return memberships.replace(principal, tenant, given.stream().map(Role::name).toList());
  }

  /**
   * Returns if the caller holds all that the principal does, so that it may act for it.
   *
   * @throws io.gantry.api.error.GantryException FORBIDDEN
   */
  void requireAll(Caller caller, UUID principal) {
    List<Role> held =
        rows(caller.tenant(), principal).stream()
            .map(row -> StoredRoles.role(row.role(), row.permissions()))
            .toList();
    authorizer.requireToGrant(caller, Role.union(held));
  }

  /** Names of the roles the principal itself holds in the tenant. */
  List<String> held(TenantId tenant, UUID principal) {
    return rows(tenant, principal).stream().map(MembershipRow::role).toList();
  }

  private List<MembershipRow> rows(TenantId tenant, UUID principal) {
    return memberships.of(List.of(principal)).stream()
        .filter(row -> row.tenant().equals(tenant))
        .toList();
  }
}
