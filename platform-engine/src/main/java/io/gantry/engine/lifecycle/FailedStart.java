package io.gantry.engine.lifecycle;

import io.gantry.api.container.ExitRecord;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Report.Failure;
import io.gantry.engine.state.Change;
import io.gantry.engine.state.CheckpointStatus;
import java.util.Optional;

/** Records that a run which was opened never got to its processes, and why, and cleans up. */
final class FailedStart {
  private static final int NOT_INVOKED = 125;
  private static final int NOT_PERMITTED = 126;
  private static final int NOT_FOUND = 127;

  private final ExitSource exits;
  private final Endings endings;
  private final Cleanup cleanup;

  FailedStart(ExitSource exits, Endings endings, Cleanup cleanup) {
    this.exits = exits;
    this.endings = endings;
    this.cleanup = cleanup;
  }

  /** Does it; what fails here is only logged. */
  void run(LockedContainer container, RuntimeException failure) {
    Failures after = new Failures(container.id());
    after.step("record the failed start", () -> record(container, failure));
    after.step("clean up", () -> cleanup.run(container));
    after.logFirst();
  }

  /**
   * Ends the run of a restore that its engine did not live to save: its processes were not brought
   * back for good, and the checkpoint is still there.
   */
  void endCutOffRestore(LockedContainer container) {
    if (container.record().isIn(CheckpointStatus.Phase.RESTORING)) {
      container.save(
          SavePoint.START_FAILED,
          endings.notStarted(
              container.stored(),
              ExitRecord.UNSEEN,
              "the engine ended while the container was being restored"));
    }
  }

  private void record(LockedContainer container, RuntimeException failure) {
    if (!container.record().openRun() || !container.isValid()) {
      return;
    }
    ErrorCode code = failure instanceof GantryException known ? known.code() : ErrorCode.INTERNAL;
    String reason = String.valueOf(failure.getMessage());
    String evidence = left(container).map(exit -> reason + "; " + exit).orElse(reason);
    Change ended = endings.notStarted(container.stored(), exitCode(code), evidence);
    container.save(
        SavePoint.START_FAILED,
        ended.with(ended.record().toBuilder().failure(new Failure(code, reason)).build()));
  }

  /** A runtime that fails on the way may have started the command all the same. */
  private Optional<String> left(LockedContainer container) {
    try {
      return container.isInRuntime()
          ? exits.find(container.config()).map(exit -> "its process ended with code " + exit.code())
          : Optional.empty();
    } catch (GantryException e) {
      return Optional.of("how its process ended cannot be read: " + e.getMessage());
    }
  }

  private static int exitCode(ErrorCode code) {
    return switch (code) {
      case RUNTIME_NOT_FOUND -> NOT_FOUND;
      case RUNTIME_PERMISSION -> NOT_PERMITTED;
      default -> NOT_INVOKED;
    };
  }
}
