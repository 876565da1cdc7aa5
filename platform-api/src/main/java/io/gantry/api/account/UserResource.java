package io.gantry.api.account;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A person who may sign in.
 *
 * @param roles tenant to role in it: {@code VIEWER OPERATOR ADMIN}
 */
public record UserResource(
    UUID id,
    String name,
    boolean platformAdmin,
    boolean disabled,
    Map<String, String> roles,
    Instant createdAt) {
  public UserResource {
    roles = roles == null ? Map.of() : Map.copyOf(roles);
  }
}
