package io.gantry.api.container;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one run of a container ended. Unique by (container, run), written once, never changed.
 *
 * @param run number of the run, from 1
 * @param code what the process returned, 128 plus the signal's number for a signal, -1 if nobody
 *     knows it
 * @param signal number of the signal that ended it
 * @param evidence the sentence that supports the cause, as {@code memory.oom_control oom_kill 1}
 * @param requestedBy who asked for the end, if anybody did
 * @param outOfMemory whether memory ran out during the run, whatever ended it
 * @param startedAt absent if the run never started
 * @param finishedAt the node's wall clock
 * @param duration monotonic where it could be measured
 * @param imageDigest of the image's configuration
 */
public record ExitRecord(
    ContainerId container,
    long run,
    int code,
    @Nullable Integer signal,
    boolean outOfMemory,
    ExitCause cause,
    @Nullable String evidence,
    @Nullable String requestedBy,
    @Nullable Instant startedAt,
    Instant finishedAt,
    @Nullable Duration duration,
    @Nullable String imageDigest) {
  /** Code of a run whose end nobody saw. */
  public static final int UNSEEN = -1;
}
