package io.gantry.fleet.account;

import io.gantry.api.account.RoleResource;
import io.gantry.api.account.RoleSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.fleet.audit.AuditChanges;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.persistence.account.RoleRows;
import io.gantry.security.Authorizer;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.security.Role;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Shows the roles of the caller's tenant, and makes, changes and removes those of its own. */
@Service
public class RoleService {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final Set<String> RESERVED = Set.of("viewer", "operator", "admin");
  private static final int MOST = 200;

  private final RoleRows rows;
  private final StoredRoles roles;
  private final Authorizer authorizer;
  private final AuditService audit;

  RoleService(RoleRows rows, StoredRoles roles, Authorizer authorizer, AuditService audit) {
    this.rows = rows;
    this.roles = roles;
    this.authorizer = authorizer;
    this.audit = audit;
  }

  /** The built-in ones first, then the tenant's own by name; at most two hundred of those. */
  @Requires(Permission.ROLE_READ)
  @Transactional(readOnly = true)
  public List<RoleResource> list(Caller caller) {
    return Stream.concat(Role.BUILT_IN.stream(), roles.own(caller.tenant()).stream())
        .map(RoleService::resource)
        .toList();
  }

  /**
   * One role.
   *
   * @throws GantryException NOT_FOUND
   */
  @Requires(Permission.ROLE_READ)
  @Transactional(readOnly = true)
  public RoleResource get(Caller caller, String name) {
    return roles
        .find(caller.tenant(), name)
        .map(RoleService::resource)
        .orElseThrow(() -> missing(name));
  }

  /**
   * Makes a role, or changes what all who hold it may do from now on, on every replica.
   *
   * @throws GantryException INVALID_ARGUMENT; FORBIDDEN for a permission the caller lacks;
   *     STATE_INVALID for a built-in role; QUOTA_EXCEEDED
   */
  @Requires(Permission.ROLE_UPDATE)
  @Transactional
  public RoleResource put(Caller caller, String name, RoleSpec wish) {
    requireOwn(name);
    Role role = new Role(name, permissions(wish.permissions()));
    authorizer.requireToGrant(caller, role.permissions());
    TenantId tenant = caller.tenant();
    Role before = roles.find(tenant, name).orElse(null);
    if (before == null && roles.own(tenant).size() >= MOST) {
      throw GantryException.of(
          ErrorCode.QUOTA_EXCEEDED, "a tenant has at most " + MOST + " roles of its own");
    }
    rows.put(tenant, name, names(role));
    note(caller, name, before, role);
    return resource(role);
  }

  /**
   * Removes a role nobody holds.
   *
   * @throws GantryException NOT_FOUND; STATE_INVALID for a built-in role; DEPENDENCY_EXISTS naming
   *     who holds it
   */
  @Requires(Permission.ROLE_UPDATE)
  @Transactional
  public void remove(Caller caller, String name) {
    TenantId tenant = caller.tenant();
    Role before = roles.find(tenant, name).orElseThrow(() -> missing(name));
    requireOwn(name);
    List<String> holders = roles.holders(tenant, name);
    if (!holders.isEmpty()) {
      throw GantryException.of(
              ErrorCode.DEPENDENCY_EXISTS,
              "the role is held by %s: give them another first".formatted(shown(holders)))
          .about("role", name);
    }
    rows.delete(tenant, name);
    note(caller, name, before, null);
  }

  private void note(Caller caller, String name, @Nullable Role before, @Nullable Role after) {
    audit.record(
        caller,
        AuditNote.of(Permission.ROLE_UPDATE, "role " + name)
            .saying(after == null ? "removed" : null)
            .changing(AuditChanges.between(spec(before), spec(after))));
  }

  private static void requireOwn(String name) {
    if (Role.builtIn(name).isPresent()) {
      throw GantryException.of(ErrorCode.STATE_INVALID, "a built-in role stays as it is")
          .about("role", name);
    }
    if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "a role's name has 1 to 63 small letters, digits and hyphens, begins with a letter and is"
              + " not that of a built-in one");
    }
  }

  private static Set<Permission> permissions(Collection<String> texts) {
    EnumSet<Permission> permissions = EnumSet.noneOf(Permission.class);
    for (String text : texts) {
      permissions.add(
          Permission.named(text)
              .filter(Permission::isOfTenant)
              .orElseThrow(() -> noPermission(text)));
    }
    return permissions;
  }

  private static GantryException noPermission(String text) {
    String problem = "'%s' is no permission of tenants".formatted(text);
    return GantryException.of(ErrorCode.INVALID_ARGUMENT, "permissions: " + problem)
        .at(Map.of("permissions", problem));
  }

  private static String shown(List<String> holders) {
    int more = holders.size() - 10;
    String first = String.join(", ", holders.subList(0, Math.min(10, holders.size())));
    return more > 0 ? first + " and " + more + " more" : first;
  }

  private static GantryException missing(String name) {
    return GantryException.of(ErrorCode.NOT_FOUND, "there is no role '%s'".formatted(name))
        .about("role", name);
  }

  private static @Nullable RoleSpec spec(@Nullable Role role) {
    return role == null ? null : new RoleSpec(names(role));
  }

  private static RoleResource resource(Role role) {
    return new RoleResource(role.name(), role.isBuiltIn(), names(role));
  }

  private static List<String> names(Role role) {
    return role.permissions().stream().map(Permission::toString).toList();
  }
}
