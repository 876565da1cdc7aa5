package io.gantry.api.account;

import io.gantry.api.container.TenantId;
import java.time.Instant;

/**
 * A tenant.
 *
 * @param policy what its containers may do to their hosts: {@code RESTRICTED BASELINE PRIVILEGED}
 */
public record TenantResource(TenantId id, String displayName, String policy, Instant createdAt) {}
