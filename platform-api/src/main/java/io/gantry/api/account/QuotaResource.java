package io.gantry.api.account;

import io.gantry.api.container.TenantId;

/**
 * What a tenant may have and has.
 *
 * @param used every amount is there
 * @param left absent where there is no limit; nothing is left where a limit was lowered below what
 *     is used
 */
public record QuotaResource(TenantId tenant, Quota limits, Quota used, Quota left) {}
