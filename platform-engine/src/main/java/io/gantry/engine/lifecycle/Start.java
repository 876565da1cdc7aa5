package io.gantry.engine.lifecycle;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Report.Failure;
import io.gantry.engine.state.Change;

/**
 * Brings a container to RUNNING: prepares and initialises it as far as needed, then has the runtime
 * start its command. The run is opened in the store before the runtime is asked for anything, so no
 * run can end unrecorded.
 */
final class Start {
  private static final int NOT_INVOKED = 125;
  private static final int NOT_PERMITTED = 126;
  private static final int NOT_FOUND = 127;

  private final CommandStart command;
  private final StartSteps steps;
  private final Cleanup cleanup;
  private final Endings endings;
  private final Remove remove;

  Start(CommandStart command, StartSteps steps, Cleanup cleanup, Endings endings, Remove remove) {
    this.command = command;
    this.steps = steps;
    this.cleanup = cleanup;
    this.endings = endings;
    this.remove = remove;
  }

  /**
   * Does it; after a failure the container is cleaned up (START-11, START-12) and the run, if it
   * was opened, has ended with {@link io.gantry.api.container.ExitCause#START_FAILED}. One that is
   * to be removed after its run is removed then too (START-14).
   */
  void run(LockedContainer container, boolean keepsCount) {
    Operation.START.require(container);
    requireDependencies(container);
    try {
      steps.run(container, keepsCount);
      command.start(container);
    } catch (RuntimeException e) {
      fail(container, e);
      throw e;
    }
  }

  /** Nothing is cleaned up for it (DEPS-10), but a run that a crash cut off ends here. */
  private void requireDependencies(LockedContainer container) {
    try {
      container.requireDependencies();
    } catch (GantryException e) {
      if (container.record().openRun()) {
        fail(container, e);
      }
      throw e;
    }
  }

  private void fail(LockedContainer container, RuntimeException failure) {
    Failures after = new Failures(container.id());
    after.step("record the failed start", () -> endRun(container, failure));
    after.step("clean up", () -> cleanup.run(container));
    if (container.config().spec().autoRemove()) {
      after.step("remove", () -> remove.run(container, RemoveOptions.BY_ITSELF));
    }
    after.logFirst();
  }

  private void endRun(LockedContainer container, RuntimeException failure) {
    if (!container.record().openRun() || !container.isValid()) {
      return;
    }
    ErrorCode code = failure instanceof GantryException known ? known.code() : ErrorCode.INTERNAL;
    String reason = String.valueOf(failure.getMessage());
    Change ended = endings.notStarted(container.stored(), exitCode(code), reason);
    container.save(
        SavePoint.START_FAILED,
        ended.with(ended.record().toBuilder().failure(new Failure(code, reason)).build()));
  }

  private static int exitCode(ErrorCode code) {
    return switch (code) {
      case RUNTIME_NOT_FOUND -> NOT_FOUND;
      case RUNTIME_PERMISSION -> NOT_PERMITTED;
      default -> NOT_INVOKED;
    };
  }
}
