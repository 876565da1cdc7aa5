package io.gantry.api.account;

import java.time.Instant;
import java.util.UUID;

/**
 * A session of a user that goes on.
 *
 * @param lastUsedAt to the minute
 * @param address where it was begun
 * @param agent what the browser or program that began it called itself; empty if it did not
 * @param current whether it is the one that asks
 */
public record SessionEntry(
    UUID id,
    Instant createdAt,
    Instant lastUsedAt,
    Instant expiresAt,
    String address,
    String agent,
    boolean current) {}
