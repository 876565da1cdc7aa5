package io.gantry.fleet;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the fleet.
 *
 * @param lostAfter how long a node may be silent before it counts as lost
 * @param enrolmentTokenLifetime how long a token for a new node is good
 * @param idempotencyLifetime how long the answer to an idempotency key is kept
 * @param watchRetention how long a watch may be away and still resume without listing anew
 * @param bookmarkInterval silence after which a watch is told that it lives
 * @param streamRequestLifetime how long a node may take to be told of a stream
 * @param auditAnchors directory in which each day is kept how far the audit log has got, best on
 *     another disk than the database; absent keeps nothing
 */
@ConfigurationProperties("gantry.fleet")
public record FleetSettings(
    @DefaultValue("30s") Duration lostAfter,
    @DefaultValue("15m") Duration enrolmentTokenLifetime,
    @DefaultValue("24h") Duration idempotencyLifetime,
    @DefaultValue("1h") Duration watchRetention,
    @DefaultValue("10s") Duration bookmarkInterval,
    @DefaultValue("30s") Duration streamRequestLifetime,
    @Nullable Path auditAnchors) {}
