package io.gantry.api.account;

import io.gantry.api.container.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The wish for an API token of the caller.
 *
 * @param tenant the only tenant it is good for; absent is each of the account's
 * @param role it carries no permission this role does not: {@code VIEWER OPERATOR ADMIN}, or with a
 *     tenant a role of its own; absent is all of the account's
 * @param expiresAt absent is never
 */
public record CreateToken(
    String name, @Nullable TenantId tenant, @Nullable String role, @Nullable Instant expiresAt) {}
