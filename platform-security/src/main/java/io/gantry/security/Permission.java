package io.gantry.security;

import java.util.Locale;
import java.util.Optional;

/**
 * One thing a caller may be allowed to do, as {@code resource:verb}. A permission of a tenant comes
 * with the role named here or a higher one; a permission of the platform only with the platform
 * admin's flag.
 */
public enum Permission {
  CONTAINER_READ(Role.VIEWER),
  CONTAINER_LOGS(Role.VIEWER),
  CONTAINER_CREATE(Role.OPERATOR),
  CONTAINER_UPDATE(Role.OPERATOR),
  CONTAINER_START(Role.OPERATOR),
  CONTAINER_STOP(Role.OPERATOR),
  CONTAINER_RESTART(Role.OPERATOR),
  CONTAINER_KILL(Role.OPERATOR),
  CONTAINER_PAUSE(Role.OPERATOR),
  CONTAINER_REMOVE(Role.OPERATOR),
  CONTAINER_EXEC(Role.OPERATOR),
  CONTAINER_ATTACH(Role.OPERATOR),
  EXIT_READ(Role.VIEWER),
  EVENT_READ(Role.VIEWER),
  IMAGE_READ(Role.VIEWER),
  IMAGE_IMPORT(Role.OPERATOR),
  IMAGE_SAVE(Role.OPERATOR),
  IMAGE_PULL(Role.OPERATOR),
  IMAGE_PUSH(Role.OPERATOR),
  IMAGE_TAG(Role.OPERATOR),
  IMAGE_REMOVE(Role.OPERATOR),
  VOLUME_READ(Role.VIEWER),
  VOLUME_CREATE(Role.OPERATOR),
  VOLUME_REMOVE(Role.OPERATOR),
  JOB_READ(Role.VIEWER),
  JOB_CREATE(Role.OPERATOR),
  JOB_CANCEL(Role.OPERATOR),
  JOB_REMOVE(Role.OPERATOR),
  QUOTA_READ(Role.VIEWER),
  AUDIT_READ(Role.ADMIN),
  MEMBER_READ(Role.ADMIN),
  MEMBER_UPDATE(Role.ADMIN),
  METRICS_READ,
  PLATFORM_AUDIT,
  NODE_READ,
  NODE_ENROL,
  NODE_DRAIN,
  NODE_REMOVE,
  TENANT_READ,
  TENANT_CREATE,
  TENANT_UPDATE,
  USER_READ,
  USER_CREATE;

  private final Optional<Role> smallestRole;

  Permission() {
    this.smallestRole = Optional.empty();
  }

  Permission(Role smallestRole) {
    this.smallestRole = Optional.of(smallestRole);
  }

  /** The smallest role in the tenant that holds it; empty if it belongs to the platform. */
  public Optional<Role> smallestRole() {
    return smallestRole;
  }

  /** Whether it only lets look, so that nothing is noted of its use. */
  public boolean isReading() {
    return this == CONTAINER_LOGS || this == PLATFORM_AUDIT || name().endsWith("_READ");
  }

  /** {@code resource:verb}, as shown to people. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ':');
  }
}
