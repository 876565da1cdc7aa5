package io.gantry.engine.lifecycle;

import io.gantry.api.error.GantryException;

/**
 * Brings a container to RUNNING: prepares and initialises it as far as needed, then has the runtime
 * start its command. The run is opened in the store before the runtime is asked for anything, so no
 * run can end unrecorded.
 */
final class Start {
  private final CommandStart command;
  private final StartSteps steps;
  private final FailedStart failedStart;
  private final Remove remove;

  Start(CommandStart command, StartSteps steps, FailedStart failedStart, Remove remove) {
    this.command = command;
    this.steps = steps;
    this.failedStart = failedStart;
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
    failedStart.run(container, failure);
    if (container.config().spec().autoRemove()) {
      Failures.quietly(
          container.id(), "remove", () -> remove.run(container, RemoveOptions.BY_ITSELF));
    }
  }
}
