package io.gantry.api.ledger;

import io.gantry.api.resource.ExitResource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A container that failed more than once in a window.
 *
 * @param runs that ended in the window
 * @param failures of them: another code than 0, and nobody asked for the end
 * @param failureRate failures of all runs, 0 to 1
 * @param failuresPerHour over the whole window
 * @param nextAttemptAt when its node starts it again; absent if that is not told
 * @param latest how its newest run of the window ended
 */
public record CrashLoop(
    long runs,
    long failures,
    double failureRate,
    double failuresPerHour,
    NextAttempt nextAttempt,
    @Nullable Instant nextAttemptAt,
    ExitResource latest) {

  /** What comes after the latest end. */
  public enum NextAttempt {
    /** A further run is under way. */
    RUNNING,
    /** It will be started again. */
    DUE,
    /** It stays as it is. */
    NONE,
    /** The container is gone. */
    REMOVED
  }
}
