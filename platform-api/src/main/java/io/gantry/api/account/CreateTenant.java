package io.gantry.api.account;

import io.gantry.api.container.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * The wish for a tenant.
 *
 * @param displayName absent is the id
 * @param policy what its containers may do to their hosts: {@code RESTRICTED BASELINE PRIVILEGED};
 *     absent is restricted
 */
public record CreateTenant(TenantId id, @Nullable String displayName, @Nullable String policy) {}
