package io.gantry.persistence.job;

import io.gantry.api.job.JobResource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job with what only the fleet asks for.
 *
 * @param number its place in lists
 * @param cancelled whether somebody wants it to end
 * @param removed whether it goes with all it has
 * @param runs containers it made so far
 * @param failuresInARow failed runs since the last good one
 */
public record JobRow(
    long number,
    JobResource job,
    boolean cancelled,
    boolean removed,
    int runs,
    int failuresInARow,
    @Nullable Instant lastFailedAt) {}
