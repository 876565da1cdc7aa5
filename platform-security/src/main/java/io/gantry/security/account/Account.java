package io.gantry.security.account;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whoever may prove who they are: a person, who may sign in, or a service account.
 *
 * @param name as the audit log names the actor
 * @param home the one tenant a service account is of; absent of a person
 * @param passwordHash as {@link Passwords} made it
 * @param oneTimePassword whether the password is good only for choosing another
 * @param disabled whether every credential of the account is refused
 * @param roles the tenants the account belongs to, with all its roles in them
 */
public record Account(
    UUID id,
    String name,
    @Nullable TenantId home,
    String passwordHash,
    boolean oneTimePassword,
    boolean platformAdmin,
    boolean disabled,
    Map<TenantId, List<Role>> roles) {
  public Account {
    roles = Map.copyOf(roles);
  }

  /** The account where no tenant matters, as when it signs in. */
  public Caller caller(Caller.Origin origin) {
    return new Caller(id, name, null, platformPermissions(), origin);
  }

  /** Whether it is a service account, which has no password. */
  public boolean isService() {
    return home != null;
  }

  /** The permissions of the platform, which come with the admin's flag. */
  public Set<Permission> platformPermissions() {
    return platformAdmin ? Permission.ofPlatform() : Set.of();
  }

  /** All that the account may do in the tenant. */
  public Set<Permission> permissions(TenantId tenant) {
    return platformAdmin
        ? Role.ADMIN.permissions()
        : Role.union(roles.getOrDefault(tenant, List.of()));
  }

  /** The one tenant the account belongs to; empty if it is none or several. */
  public Optional<TenantId> onlyTenant() {
    return roles.size() == 1 ? roles.keySet().stream().findFirst() : Optional.empty();
  }

  /**
   * Returns if the account may work in the tenant: it belongs to it, or is a platform admin's.
   *
   * @throws GantryException NOT_FOUND if not, or if there is no such tenant
   */
  public void requireTenant(TenantId tenant, AccountStore accounts) {
    boolean known = roles.containsKey(tenant) || (platformAdmin && accounts.tenantExists(tenant));
    if (!known) {
      throw noSuchTenant(tenant.value());
    }
  }

  /** The refusal of a tenant that does not exist or is not the account's. */
  public static GantryException noSuchTenant(String name) {
    return GantryException.of(
        ErrorCode.NOT_FOUND, "there is no tenant '%s' that you belong to".formatted(name));
  }

  /** Never with the hash. */
  @Override
  public String toString() {
    return "account " + name;
  }
}
