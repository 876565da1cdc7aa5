package io.gantry.security;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The one place that decides whether a caller may do something. */
public final class Authorizer {

  /**
   * Returns if the caller holds the permission.
   *
   * @throws GantryException FORBIDDEN if not; INVALID_ARGUMENT if no tenant is selected
   */
  public void require(Caller caller, Permission permission) {
    if (permission.isOfTenant()) {
      caller.tenant();
    }
    if (!caller.may(permission)) {
      throw GantryException.of(
          ErrorCode.FORBIDDEN,
          "%s may not %s: %s".formatted(caller.name(), permission, remedy(permission)));
    }
  }

  /**
   * Returns if the caller holds all these permissions, so that it may give them to others.
   *
   * @throws GantryException FORBIDDEN if not, naming the first that is missing
   */
  public void requireToGrant(Caller caller, Set<Permission> given) {
    EnumSet<Permission> missing = EnumSet.noneOf(Permission.class);
    missing.addAll(given);
    missing.removeAll(caller.permissions());
    missing.stream()
        .findFirst()
        .ifPresent(
            permission -> {
              throw GantryException.of(
                  ErrorCode.FORBIDDEN,
                  "%s may not grant %s without holding it: %s"
                      .formatted(caller.name(), permission, remedy(permission)));
            });
  }

  private static String remedy(Permission permission) {
    return permission
        .smallestRole()
        .map(role -> "it needs the role " + role.name().toLowerCase(Locale.ROOT))
        .orElse("it needs a platform admin");
  }
}
