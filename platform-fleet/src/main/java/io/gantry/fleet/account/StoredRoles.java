package io.gantry.fleet.account;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.persistence.account.RoleRows;
import io.gantry.persistence.fence.AcrossTenants;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.security.Permission;
import io.gantry.security.Role;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Roles by their names: built-in ones, and those tenants keep in the database. */
@Component
class StoredRoles {
  private final RoleRows rows;

  StoredRoles(RoleRows rows) {
    this.rows = rows;
  }

  /** Those of the tenant's own, by name. */
  public List<Role> own(TenantId tenant) {
    return rows.list(tenant).stream().map(row -> role(row.name(), row.permissions())).toList();
  }

  public Optional<Role> find(TenantId tenant, String name) {
    return Role.builtIn(name)
        .or(() -> rows.find(tenant, name).map(row -> role(row.name(), row.permissions())));
  }

  /**
   * The role of this name.
   *
   * @param tenant absent knows the built-in ones only
   * @throws GantryException INVALID_ARGUMENT at the field role if there is none
   */
  public Role require(@Nullable TenantId tenant, @Nullable String name) {
    Optional<Role> role = Optional.ofNullable(name).flatMap(Role::builtIn);
    if (tenant != null && name != null) {
      role = find(tenant, name);
    }
    return role.orElseThrow(() -> unknown(tenant));
  }

  /** Who holds a role of the tenant's own, or has a token bounded by it, as people call them. */
  @AcrossTenants(PlatformWork.ACCOUNTS)
  public List<String> holders(TenantId tenant, String name) {
    return rows.holders(tenant, name);
  }

  /** A role as it is kept; permissions that are no longer known are none. */
  static Role role(String name, Collection<String> permissions) {
    return Role.builtIn(name)
        .orElseGet(
            () ->
                new Role(
                    name,
                    permissions.stream()
                        .flatMap(text -> Permission.named(text).stream())
                        .collect(Collectors.toUnmodifiableSet())));
  }

  private static GantryException unknown(@Nullable TenantId tenant) {
    String problem =
        tenant == null
            ? "is VIEWER, OPERATOR or ADMIN, or with a tenant one of its own"
            : "is VIEWER, OPERATOR, ADMIN or a role of the tenant's own";
    return GantryException.of(ErrorCode.INVALID_ARGUMENT, "role " + problem)
        .at(Map.of("role", problem));
  }
}
