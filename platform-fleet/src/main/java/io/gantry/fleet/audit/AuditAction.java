package io.gantry.fleet.audit;

import io.gantry.security.Permission;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What is done, as the audit log names it.
 *
 * @param name {@code resource:verb}
 * @param ofTenant whether it belongs to the caller's tenant, and not to the platform
 */
public record AuditAction(String name, boolean ofTenant) {

  public static AuditAction of(Permission permission) {
    return new AuditAction(permission.toString(), permission.isOfTenant());
  }

  /** An account is of the platform, whatever tenants it belongs to. */
  public static AuditAction of(AccountAction action) {
    return new AuditAction(action.toString(), false);
  }

  /** The permission or account action of this name. */
  public static AuditAction named(String name) {
    return Stream.concat(
            Arrays.stream(Permission.values()).map(AuditAction::of),
            Arrays.stream(AccountAction.values()).map(AuditAction::of))
        .filter(action -> action.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("nothing is called " + name));
  }

  /** The kind of what it is done to. */
  public String resource() {
    return name.substring(0, name.indexOf(':'));
  }

  @Override
  public String toString() {
    return name;
  }
}
