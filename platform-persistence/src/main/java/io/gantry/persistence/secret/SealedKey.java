package io.gantry.persistence.secret;

/**
 * A key of the platform's own, sealed.
 *
 * @param purpose what is derived from it
 * @param keyId which key sealed it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SealedKey(String purpose, String keyId, byte[] bytes) {}
