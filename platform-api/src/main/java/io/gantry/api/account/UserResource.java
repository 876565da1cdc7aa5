package io.gantry.api.account;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A person who may sign in.
 *
 * @param roles tenant to the roles in it: {@code VIEWER OPERATOR ADMIN}, or of the tenant's own
 */
public record UserResource(
    UUID id,
    String name,
    boolean platformAdmin,
    boolean disabled,
    Map<String, List<String>> roles,
    Instant createdAt) {
  public UserResource {
    roles = roles == null ? Map.of() : Map.copyOf(roles);
  }
}
