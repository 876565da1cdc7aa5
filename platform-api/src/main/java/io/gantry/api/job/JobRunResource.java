package io.gantry.api.job;

import io.gantry.api.container.ContainerId;
import io.gantry.api.node.Report.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job, which is the first run of a container of its own; the exit ledger has it under
 * that container, also when the container and the job are gone.
 *
 * @param number from 1, in the order of their making
 * @param exitCode absent while it has not ended, and if there is no exit
 * @param failure why there is no exit
 */
public record JobRunResource(
    long number,
    ContainerId container,
    State state,
    @Nullable Integer exitCode,
    @Nullable Failure failure,
    Instant startedAt,
    @Nullable Instant endedAt) {
  /** What became of a run. */
  public enum State {
    /** It has not ended, as far as is known. */
    RUNNING,
    /** It ended with code 0. */
    SUCCEEDED,
    /** It ended otherwise. */
    FAILED
  }
}
