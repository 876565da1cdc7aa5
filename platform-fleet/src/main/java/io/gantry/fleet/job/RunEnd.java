package io.gantry.fleet.job;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.job.JobRunResource.State;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.api.node.Report.Failure;
import io.gantry.persistence.job.JobRunRows.OpenRun;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param exitCode of the ledger; absent if there is no exit
 * @param failure why there is none
 */
record RunEnd(State state, @Nullable Integer exitCode, @Nullable Failure failure) {
  /**
   * The end of a run, if it has one. The ledger decides; without an exit a run has ended only if
   * there can be none any more: its container is gone, never ran and will not.
   */
  static Optional<RunEnd> of(OpenRun run) {
    Integer code = run.exitCode();
    if (code != null) {
      return Optional.of(new RunEnd(code == 0 ? State.SUCCEEDED : State.FAILED, code, null));
    }
    if (run.goal() == null) {
      return failed(ErrorCode.NO_EXIT_CODE, "its container was removed before its exit was known");
    }
    if (run.everRan() || !run.reached()) {
      return Optional.empty();
    }
    Failure failure = run.failure();
    if (failure != null && !failure.code().retryable()) {
      return Optional.of(new RunEnd(State.FAILED, null, failure));
    }
    return run.goal() == Goal.RUNNING || isActive(run)
        ? Optional.empty()
        : failed(ErrorCode.CONTAINER_STOPPED, "its container was stopped before it ran");
  }

  private static boolean isActive(OpenRun run) {
    return run.state() != null && run.state().isActive();
  }

  private static Optional<RunEnd> failed(ErrorCode code, String message) {
    return Optional.of(new RunEnd(State.FAILED, null, new Failure(code, message)));
  }
}
