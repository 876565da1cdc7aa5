package io.gantry.persistence.secret;

import io.gantry.api.container.TenantId;

/**
 * What a version of a secret holds, sealed.
 *
 * @param keyId which key sealed it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Sealed(TenantId tenant, String name, long version, String keyId, byte[] bytes) {}
