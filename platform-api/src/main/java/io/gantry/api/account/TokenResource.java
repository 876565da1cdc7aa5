package io.gantry.api.account;

import io.gantry.api.container.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API token.
 *
 * @param lastUsedAt to the minute
 * @param token its text, shown only when it is made
 */
public record TokenResource(
    UUID id,
    String name,
    @Nullable TenantId tenant,
    @Nullable String role,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    @Nullable String token) {
  /** Never with the text. */
  @Override
  public String toString() {
    return "token " + id;
  }
}
