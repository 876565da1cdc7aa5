package io.gantry.security;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One thing a caller may be allowed to do, as {@code resource:verb}. A permission of a tenant comes
 * with the built-in role named here or a higher one, or with a role of the tenant's own; a
 * permission of the platform only with the platform admin's flag.
 */
public enum Permission {
  CONTAINER_READ(BuiltInRole.VIEWER),
  CONTAINER_LOGS(BuiltInRole.VIEWER),
  CONTAINER_CREATE(BuiltInRole.OPERATOR),
  CONTAINER_UPDATE(BuiltInRole.OPERATOR),
  CONTAINER_START(BuiltInRole.OPERATOR),
  CONTAINER_STOP(BuiltInRole.OPERATOR),
  CONTAINER_RESTART(BuiltInRole.OPERATOR),
  CONTAINER_KILL(BuiltInRole.OPERATOR),
  CONTAINER_PAUSE(BuiltInRole.OPERATOR),
  CONTAINER_REMOVE(BuiltInRole.OPERATOR),
  CONTAINER_EXEC(BuiltInRole.OPERATOR),
  CONTAINER_ATTACH(BuiltInRole.OPERATOR),
  EXIT_READ(BuiltInRole.VIEWER),
  EVENT_READ(BuiltInRole.VIEWER),
  IMAGE_READ(BuiltInRole.VIEWER),
  IMAGE_IMPORT(BuiltInRole.OPERATOR),
  IMAGE_SAVE(BuiltInRole.OPERATOR),
  IMAGE_PULL(BuiltInRole.OPERATOR),
  IMAGE_PUSH(BuiltInRole.OPERATOR),
  IMAGE_TAG(BuiltInRole.OPERATOR),
  IMAGE_REMOVE(BuiltInRole.OPERATOR),
  VOLUME_READ(BuiltInRole.VIEWER),
  VOLUME_CREATE(BuiltInRole.OPERATOR),
  VOLUME_REMOVE(BuiltInRole.OPERATOR),
  JOB_READ(BuiltInRole.VIEWER),
  JOB_CREATE(BuiltInRole.OPERATOR),
  JOB_CANCEL(BuiltInRole.OPERATOR),
  JOB_REMOVE(BuiltInRole.OPERATOR),
  SECRET_READ(BuiltInRole.VIEWER),
  SECRET_CREATE(BuiltInRole.OPERATOR),
  SECRET_UPDATE(BuiltInRole.OPERATOR),
  SECRET_REMOVE(BuiltInRole.OPERATOR),
  SCHEDULE_READ(BuiltInRole.VIEWER),
  SCHEDULE_CREATE(BuiltInRole.OPERATOR),
  SCHEDULE_UPDATE(BuiltInRole.OPERATOR),
  SCHEDULE_SUSPEND(BuiltInRole.OPERATOR),
  SCHEDULE_REMOVE(BuiltInRole.OPERATOR),
  SERVICE_READ(BuiltInRole.VIEWER),
  SERVICE_CREATE(BuiltInRole.OPERATOR),
  SERVICE_UPDATE(BuiltInRole.OPERATOR),
  SERVICE_ROLLBACK(BuiltInRole.OPERATOR),
  SERVICE_REMOVE(BuiltInRole.OPERATOR),
  QUOTA_READ(BuiltInRole.VIEWER),
  STUCK_READ(BuiltInRole.VIEWER),
  STUCK_MEND(BuiltInRole.OPERATOR),
  ALERT_READ(BuiltInRole.VIEWER),
  ALERT_CREATE(BuiltInRole.ADMIN),
  ALERT_UPDATE(BuiltInRole.ADMIN),
  ALERT_REMOVE(BuiltInRole.ADMIN),
  AUDIT_READ(BuiltInRole.ADMIN),
  MEMBER_READ(BuiltInRole.ADMIN),
  MEMBER_UPDATE(BuiltInRole.ADMIN),
  ROLE_READ(BuiltInRole.VIEWER),
  ROLE_UPDATE(BuiltInRole.ADMIN),
  GROUP_READ(BuiltInRole.ADMIN),
  GROUP_UPDATE(BuiltInRole.ADMIN),
  SERVICE_ACCOUNT_READ(BuiltInRole.ADMIN),
  SERVICE_ACCOUNT_UPDATE(BuiltInRole.ADMIN),
  METRICS_READ,
  PLATFORM_AUDIT,
  PLATFORM_READ,
  PLATFORM_MEND,
  NODE_READ,
  NODE_ENROL,
  NODE_DRAIN,
  NODE_REMOVE,
  TENANT_READ,
  TENANT_CREATE,
  TENANT_UPDATE,
  USER_READ,
  USER_CREATE,
  USER_UPDATE;

  private final Optional<BuiltInRole> smallestRole;

  Permission() {
    this.smallestRole = Optional.empty();
  }

  Permission(BuiltInRole smallestRole) {
    this.smallestRole = Optional.of(smallestRole);
  }

  /** The smallest built-in role that carries it; empty if it belongs to the platform. */
  public Optional<BuiltInRole> smallestRole() {
    return smallestRole;
  }

  /** Whether it is about a tenant, and not about the platform. */
  public boolean isOfTenant() {
    return smallestRole.isPresent();
  }

  /** The permission of this text; empty if there is none. */
  public static Optional<Permission> named(String text) {
    return Arrays.stream(values())
        .filter(permission -> permission.toString().equals(text))
        .findFirst();
  }

  /** All permissions of the platform. */
  public static Set<Permission> ofPlatform() {
    EnumSet<Permission> all = EnumSet.allOf(Permission.class);
    all.removeIf(Permission::isOfTenant);
    return all;
  }

  /** Those permissions, in their order and never to change. */
  public static Set<Permission> setOf(Collection<Permission> permissions) {
    EnumSet<Permission> set = EnumSet.noneOf(Permission.class);
    set.addAll(permissions);
    return Collections.unmodifiableSet(set);
  }

  /** Whether it only lets look, so that nothing is noted of its use. */
  public boolean isReading() {
    return this == CONTAINER_LOGS || this == PLATFORM_AUDIT || name().endsWith("_READ");
  }

  /** {@code resource:verb}, as shown to people. */
  @Override
  public String toString() {
    String words = name().toLowerCase(Locale.ROOT);
    int verb = words.lastIndexOf('_');
    return words.substring(0, verb).replace('_', '-') + ':' + words.substring(verb + 1);
  }
}
