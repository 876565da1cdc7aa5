package io.gantry.security.credential;

import java.time.Instant;
import java.util.UUID;

/**
 * A session, without its secret.
 *
 * @param account whose it is
 * @param lastUsedAt to the minute
 * @param address where it was begun
 * @param agent what the browser or program that began it called itself; empty if it did not
 */
public record Session(
    UUID id,
    UUID account,
    Instant createdAt,
    Instant lastUsedAt,
    Instant expiresAt,
    String address,
    String agent) {}
