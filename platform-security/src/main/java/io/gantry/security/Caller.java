package io.gantry.security;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, in which tenant, and from where. It is handed to every service method that {@link
 * Requires} a permission; there is no ambient one.
 *
 * @param account id of the account; absent is Gantry itself
 * @param name the actor, for the audit log and exit records
 * @param platformAdmin whether the permissions of the platform are held
 * @param selectedTenant the tenant the request acts in; absent if none was named and none is
 *     obvious
 * @param role the role in that tenant
 * @param origin where the request came from
 */
public record Caller(
    @Nullable UUID account,
    String name,
    boolean platformAdmin,
    @Nullable TenantId selectedTenant,
    @Nullable Role role,
    Origin origin) {

  /** Where a request came from, for the audit log. */
  public record Origin(String requestId, String address) {
    /** Gantry's own doing. */
    public static final Origin INTERNAL = new Origin("-", "-");
  }

  /** Gantry itself, acting in a tenant with all rights. */
  public static Caller system(TenantId tenant) {
    return new Caller(null, "system", true, tenant, Role.ADMIN, Origin.INTERNAL);
  }

  /** Whoever has not shown a good credential. */
  public static Caller unknown(Origin origin) {
    return new Caller(null, "unknown", false, null, null, origin);
  }

  /** A node, acting for itself. */
  public static Caller node(String id, Origin origin) {
    return new Caller(null, "node " + id, false, null, null, origin);
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
    return permission
        .smallestRole()
        .map(smallest -> role != null && role.includes(smallest))
        .orElse(platformAdmin);
  }
}
