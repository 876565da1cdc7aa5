package io.gantry.api.resource;

import io.gantry.api.container.ContainerId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a container uses. Counters grow from its start.
 *
 * @param cpu processor time used
 * @param memoryLimitBytes absent is without limit
 */
public record StatsResource(
    ContainerId container,
    Instant at,
    Duration cpu,
    long memoryBytes,
    @Nullable Long memoryLimitBytes,
    long pids,
    long networkReceivedBytes,
    long networkSentBytes,
    long blockReadBytes,
    long blockWrittenBytes) {}
