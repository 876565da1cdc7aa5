package io.gantry.web.matrix;

import io.gantry.security.Permission;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * An operation as the OpenAPI document describes it.
 *
 * @param access the extension x-permission: a permission, or words for who else may
 */
record Operation(String method, String path, String access) {
  private static final Set<String> SAFE = Set.of("GET", "HEAD");

  /** All there are, in a fixed order. */
  static List<Operation> all(JsonNode document) {
    return document
        .get("paths")
        .propertyStream()
        .flatMap(
            path ->
                path.getValue()
                    .propertyStream()
                    .map(
                        operation ->
                            new Operation(
                                operation.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                operation.getValue().path("x-permission").asString(""))))
        .sorted(Comparator.comparing(Operation::toString))
        .toList();
  }

  /** The permission it needs; empty if it is not a permission that decides. */
  Optional<Permission> permission() {
    return isOfNamedTenant() ? Optional.of(Permission.MEMBER_UPDATE) : Permission.named(access);
  }

  /** Whether the path names the tenant it is about, in which the permission is asked for. */
  boolean isOfNamedTenant() {
    return path.equals("/api/v1/tenants/{tenant}/members/{user}");
  }

  boolean isSafe() {
    return SAFE.contains(method);
  }

  boolean isForNodes() {
    return path.startsWith("/agent/");
  }

  boolean isSignIn() {
    return method.equals("POST") && path.equals("/api/v1/session");
  }

  boolean hasObject() {
    return path.contains("{");
  }

  @Override
  public String toString() {
    return path + " " + method;
  }
}
