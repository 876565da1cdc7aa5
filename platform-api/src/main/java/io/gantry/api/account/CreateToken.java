package io.gantry.api.account;

import io.gantry.api.container.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The wish for an API token of the caller.
 *
 * @param tenant the only tenant it is good for; absent is each of the account's
 * @param role the highest role it carries: {@code VIEWER OPERATOR ADMIN}; absent is the account's
 * @param expiresAt absent is never
 */
public record CreateToken(
    String name, @Nullable TenantId tenant, @Nullable String role, @Nullable Instant expiresAt) {}
