package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerState;
import io.gantry.engine.state.Change;
import io.gantry.engine.state.CheckpointStatus;
import io.gantry.engine.state.CheckpointStatus.Phase;
import io.gantry.engine.state.ContainerConfig;
import java.nio.file.Path;

/**
 * Brings the processes of a checkpoint back: CONFIGURED or EXITED become RUNNING. They go on in a
 * run of their own, which is opened before anything is asked of the runtime, as for a start.
 */
final class Restore {
  private final Rooms rooms;
  private final Prepare prepare;
  private final Init init;
  private final CommandStart command;
  private final FailedStart failedStart;

  Restore(Rooms rooms, Prepare prepare, Init init, CommandStart command, FailedStart failedStart) {
    this.rooms = rooms;
    this.prepare = prepare;
    this.init = init;
    this.command = command;
    this.failedStart = failedStart;
  }

  /**
   * Does it. After a failure the container is cleaned up, its run has ended with {@link
   * io.gantry.api.container.ExitCause#START_FAILED}, and the checkpoint can be tried again
   * (CHECKPOINT-22).
   */
  void run(LockedContainer container, RestoreSteps steps) {
    Operation.RESTORE.require(container);
    container.requireDependencies();
    Path log = steps.prepare(container.config());
    try {
      launch(container, steps, connect(container, steps, log));
    } catch (RuntimeException e) {
      failedStart.run(container, e);
      throw e;
    }
    command.restored(container);
    steps.tidy(container.config());
  }

  private Connecting connect(LockedContainer container, RestoreSteps steps, Path log) {
    ContainerConfig config = container.config();
    return prepare.run(
        container,
        change -> restoring(container, change, log),
        () ->
            steps
                .network(config)
                .map(before -> rooms.network().openAgain(config, before))
                .orElseGet(() -> rooms.network().open(config)));
  }

  private static Change restoring(LockedContainer container, Change change, Path log) {
    Change opening = StartSteps.opening(container, change);
    CheckpointStatus status = new CheckpointStatus(Phase.RESTORING, container.now(), log);
    return opening.with(opening.record().toBuilder().checkpoint(status).build());
  }

  /** It runs from the first moment on, so it is connected before. */
  private void launch(LockedContainer container, RestoreSteps steps, Connecting connecting) {
    try {
      init.clear(container);
      connecting.join();
      Init.requireRoot(container);
      Launched launched = steps.restore(container.stored());
      init.take(
          container,
          launched,
          () -> container.save(SavePoint.RESTORE_SAVED, restored(container, launched)));
    } catch (RuntimeException e) {
      connecting.settle(e);
      throw e;
    }
  }

  private static Change restored(LockedContainer container, Launched launched) {
    CheckpointStatus status = container.record().checkpoint();
    return container
        .change(
            fields ->
                Init.reset(fields, launched)
                    .state(ContainerState.RUNNING)
                    .startedAt(container.now())
                    .startedNanos(container.nanos())
                    .health(Health.atStart(container.config()))
                    .restartCount(0)
                    .shortRuns(0)
                    .checkpoint(
                        status == null ? null : status.next(Phase.RESTORED, container.now())))
        .telling("restore", null);
  }
}
