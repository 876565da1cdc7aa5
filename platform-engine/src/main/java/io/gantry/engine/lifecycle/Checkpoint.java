package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerState;
import io.gantry.engine.state.Change;
import io.gantry.engine.state.CheckpointStatus;
import io.gantry.engine.state.CheckpointStatus.Phase;
import io.gantry.engine.state.ContainerRecord;
import io.gantry.engine.state.StoredContainer;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a running container to the disk. Its run ends with that, as at a stop, unless it is to run
 * on; a later restore opens the next run. That it is under way is saved first, so that an end that
 * comes of it is never taken for one the restart policy is for.
 */
final class Checkpoint {
  private final Rooms rooms;
  private final Sync sync;
  private final EndOfRun endOfRun;
  private final Endings endings;
  private final Cleanup cleanup;

  Checkpoint(Rooms rooms, Sync sync, EndOfRun endOfRun, Endings endings, Cleanup cleanup) {
    this.rooms = rooms;
    this.sync = sync;
    this.endOfRun = endOfRun;
    this.endings = endings;
    this.cleanup = cleanup;
  }

  /**
   * Does it, under the lock from beginning to end. If the runtime cannot write it, it runs on as
   * before.
   *
   * @param by who asked for it, for the exit record
   */
  void run(LockedContainer container, CheckpointSteps steps, @Nullable String by) {
    Operation.CHECKPOINT.require(container);
    Path log = steps.prepare(container.config());
    CheckpointStatus before = container.record().checkpoint();
    begin(container, log, by);
    if (steps.keepsRunning()) {
      besides(container, steps, before);
    } else {
      instead(container, steps);
    }
    steps.tidy(container.config());
  }

  private static void begin(LockedContainer container, Path log, @Nullable String by) {
    CheckpointStatus status = new CheckpointStatus(Phase.CHECKPOINTING, container.now(), log);
    container.save(
        SavePoint.CHECKPOINT_BEGUN,
        container.change(fields -> fields.checkpoint(status).requestedBy(by)));
  }

  /** It is frozen meanwhile, so that its files are those its processes know. */
  private void besides(
      LockedContainer container, CheckpointSteps steps, @Nullable CheckpointStatus before) {
    try {
      frozen(container, steps);
    } catch (RuntimeException e) {
      failed(container, e);
      throw e;
    }
    container.save(
        SavePoint.CHECKPOINT_SAVED,
        container
            .change(fields -> fields.checkpoint(before).requestedBy(null))
            .telling("checkpoint", null));
  }

  private void frozen(LockedContainer container, CheckpointSteps steps) {
    rooms.runtime().pause(container.id());
    try {
      steps.dump(container.config());
      steps.keep(container.stored());
      steps.export(container.stored());
    } finally {
      rooms.runtime().resume(container.id());
    }
  }

  /** From the dump on its processes are on the disk only: whatever fails then, those stay there. */
  private void instead(LockedContainer container, CheckpointSteps steps) {
    EndOfRun.Target target = EndOfRun.Target.of(container);
    StoredContainer running = container.stored();
    try {
      steps.dump(container.config());
    } catch (RuntimeException e) {
      failed(container, e);
      throw e;
    }
    Failures failures = new Failures(container.id());
    failures.step("keep shared memory and network", () -> steps.keep(running));
    endOfRun.awaitExit(target);
    container.save(SavePoint.CHECKPOINT_SAVED, ended(container));
    failures.step("export", () -> steps.export(running));
    failures.step("clean up", () -> cleanup.run(container));
    failures.throwFirst();
  }

  private Change ended(LockedContainer container) {
    CheckpointStatus status = container.record().checkpoint();
    Change ended =
        rooms
            .exits()
            .find(container.config())
            .map(exit -> endings.seen(container.stored(), exit, Optional.empty()))
            .orElseGet(
                () ->
                    endings.unseen(
                        container.stored(), "checkpointed, and no exit code came of its monitor"));
    ContainerRecord record =
        ended.record().toBuilder()
            .restartPolicyMatch(false)
            .nextRestartAt(null)
            .checkpoint(status == null ? null : status.next(Phase.CHECKPOINTED, container.now()))
            .build();
    return ended.with(record).telling("checkpoint", null);
  }

  private void failed(LockedContainer container, RuntimeException failure) {
    try {
      rooms.root().discardCheckpoint(container.config());
      if (!sync.run(container)) {
        runsOn(container);
      }
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static void runsOn(LockedContainer container) {
    CheckpointStatus status = container.record().checkpoint();
    container.save(
        SavePoint.CHECKPOINT_SAVED,
        container.change(
            fields ->
                fields
                    .requestedBy(null)
                    .checkpoint(
                        status == null
                            ? null
                            : status.next(Phase.CHECKPOINT_FAILED, container.now()))));
  }

  /**
   * Takes up one that was cut off with its engine: what it has written is worth nothing, and the
   * container either runs on or its end is recorded as that of a checkpoint.
   */
  void recover(LockedContainer container) {
    if (!container.record().isIn(Phase.CHECKPOINTING)) {
      return;
    }
    EndOfRun.Target target = EndOfRun.Target.of(container);
    rooms.runtime().awaitCheckpoint(container.id());
    rooms.root().discardCheckpoint(container.config());
    if (target.process() != null && !rooms.processes().isAlive(target.process())) {
      endOfRun.awaitExit(target);
    }
    if (!sync.run(container) && container.state() == ContainerState.RUNNING) {
      if (rooms.runtime().isFrozen(container.id())) {
        rooms.runtime().resume(container.id());
      }
      runsOn(container);
    }
  }
}
