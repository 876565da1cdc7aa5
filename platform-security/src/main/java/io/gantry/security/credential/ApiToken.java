package io.gantry.security.credential;

import io.gantry.api.container.TenantId;
import io.gantry.security.Permission;
import io.gantry.security.Role;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API token, without its secret.
 *
 * @param account whose rights it has, or fewer
 * @param tenant the only tenant it is good for; absent is each of the account's
 * @param role carries no permission that this role does not; absent is all of the account's. With a
 *     tenant or a role it never carries the permissions of the platform.
 * @param expiresAt absent is never
 * @param lastUsedAt to the minute
 */
public record ApiToken(
    UUID id,
    UUID account,
    String name,
    @Nullable TenantId tenant,
    @Nullable Role role,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt) {

  /** Whether the token is no longer good at the instant. */
  public boolean expired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  /** What it carries of the permissions its account has. */
  public Set<Permission> narrow(Set<Permission> held) {
    EnumSet<Permission> carried = EnumSet.noneOf(Permission.class);
    carried.addAll(held);
    if (!unrestricted()) {
      carried.removeAll(Permission.ofPlatform());
    }
    if (role != null) {
      carried.retainAll(role.permissions());
    }
    return carried;
  }

  /** Whether it carries all rights of its account. */
  public boolean unrestricted() {
    return tenant == null && role == null;
  }
}
