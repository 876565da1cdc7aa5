package io.gantry.security;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, in which tenant, and from where. It is handed to every service method that {@link
 * Requires} a permission; there is no ambient one.
 *
 * @param account id of the account; absent is Gantry itself
 * @param name the actor, for the audit log and exit records
 * @param selectedTenant the tenant the request acts in; absent if none was named and none is
 *     obvious
 * @param permissions all that is held: of the platform, and in the selected tenant
 * @param origin where the request came from
 */
public record Caller(
    @Nullable UUID account,
    String name,
    @Nullable TenantId selectedTenant,
    Set<Permission> permissions,
    Origin origin) {
  public Caller {
    permissions = Permission.setOf(permissions);
  }

  /** Where a request came from, for the audit log. */
  public record Origin(String requestId, String address) {
    /** Gantry's own doing. */
    public static final Origin INTERNAL = new Origin("-", "-");
  }

  /** Gantry itself, acting in a tenant with all rights. */
  public static Caller system(TenantId tenant) {
    return new Caller(null, "system", tenant, EnumSet.allOf(Permission.class), Origin.INTERNAL);
  }

  /** Whoever has not shown a good credential. */
  public static Caller unknown(Origin origin) {
    return actor("unknown", null, origin);
  }

  /** A node, acting for itself. */
  public static Caller node(String id, Origin origin) {
    return actor("node " + id, null, origin);
  }

  /** Who did something, as the audit log names them; may do nothing more. */
  public static Caller actor(String name, @Nullable TenantId tenant, Origin origin) {
    return new Caller(null, name, tenant, Set.of(), origin);
  }

  /**
   * The tenant the request acts in.
   *
   * @throws GantryException INVALID_ARGUMENT if none was named and the caller has not exactly one
   */
  public TenantId tenant() {
    if (selectedTenant == null) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "name the tenant in the header Gantry-Tenant: you belong to none or several");
    }
    return selectedTenant;
  }

  /** Whether the caller holds the permission, in the selected tenant if it is one of a tenant. */
  public boolean may(Permission permission) {
    return permissions.contains(permission);
  }
}
