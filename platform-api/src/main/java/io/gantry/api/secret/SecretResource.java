package io.gantry.api.secret;

import io.gantry.api.container.TenantId;
import java.time.Instant;

/**
 * A secret of a tenant: everything but what it holds, which is never shown.
 *
 * @param version 1 when it is made, one more with each replacement
 * @param bytes how much it holds
 * @param updatedAt when this version was made
 * @param updatedBy who made this version
 * @param containers how many containers' specs name it
 */
public record SecretResource(
    TenantId tenant,
    String name,
    long version,
    int bytes,
    Instant createdAt,
    String createdBy,
    Instant updatedAt,
    String updatedBy,
    long containers) {}
