package io.gantry.engine.cgroup;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a container uses. Counters grow from its start.
 *
 * @param cpu processor time used
 * @param memoryBytes in use, without file pages the kernel can drop at once
 * @param memoryLimitBytes absent is without limit
 */
public record ContainerStats(
    Duration cpu,
    long memoryBytes,
    @Nullable Long memoryLimitBytes,
    long pids,
    long blockReadBytes,
    long blockWrittenBytes,
    NetworkUsage network) {}
