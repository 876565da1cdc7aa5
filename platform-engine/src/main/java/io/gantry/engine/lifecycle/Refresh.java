package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerState;
import io.gantry.api.container.RestartPolicy;
import io.gantry.engine.state.Change;
import io.gantry.engine.state.CheckpointStatus;
import io.gantry.engine.state.ContainerRecord;
import io.gantry.engine.state.StateStore;
import io.gantry.engine.state.StoredContainer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resets all containers after a reboot of the host, in one transaction (REFRESH-2). Takes no locks:
 * it runs before anybody else can reach a container (REFRESH-6).
 */
final class Refresh {
  private final Rooms rooms;
  private final StateStore store;
  private final SavePoint.Listener savePoints;
  private final Endings endings;
  private final Time time;

  Refresh(
      Rooms rooms, StateStore store, SavePoint.Listener savePoints, Endings endings, Time time) {
    this.rooms = rooms;
    this.store = store;
    this.savePoints = savePoints;
    this.endings = endings;
    this.time = time;
  }

  void run() {
    List<StoredContainer> containers = store.list();
    savePoints.before(SavePoint.REFRESH_SAVED);
    store.saveAll(
        containers.stream()
            .map(container -> new StateStore.Saved(container.config(), reset(container)))
            .toList());
    savePoints.after(SavePoint.REFRESH_SAVED);
    containers.forEach(this::freeRemains);
  }

  /** The addresses and files that outlived the reboot; a failure does not stop the others. */
  private void freeRemains(StoredContainer container) {
    Failures failures = new Failures(container.config().id());
    failures.step("disconnect", () -> rooms.network().detach(container.config()));
    failures.step("monitor files", () -> rooms.exits().forget(container.config()));
    if (container.record().isIn(CheckpointStatus.Phase.CHECKPOINTING)) {
      failures.step("checkpoint", () -> rooms.root().discardCheckpoint(container.config()));
    }
    failures.logFirst();
  }

  /** An exit file is evidence of an end; a run without one was ended by the reboot (REFRESH-9). */
  private Change reset(StoredContainer container) {
    Change change =
        mayHaveRun(container.record())
            ? ended(container)
            : Change.to(container.record(), time.now());
    ContainerRecord before = container.record();
    ContainerRecord after = change.record();
    return change.with(
        after.toBuilder()
            .state(stateAfter(before.state()))
            .process(null)
            .monitor(null)
            .mountPoint(null)
            .network(null)
            .stoppedByUser(false)
            .requestedBy(null)
            .restartPolicyMatch(false)
            .restartCount(0)
            .shortRuns(0)
            .checkpoint(null)
            .nextRestartAt(nextStart(container, after.exitCode()))
            .build());
  }

  private static boolean mayHaveRun(ContainerRecord record) {
    return record.state().isActive()
        || record.isIn(CheckpointStatus.Phase.RESTORING)
        || (record.state() == ContainerState.CREATED && record.openRun());
  }

  private Change ended(StoredContainer container) {
    return rooms
        .exits()
        .find(container.config())
        .map(exit -> endings.seen(container, exit, java.util.Optional.empty()))
        .orElseGet(() -> endings.hostRestart(container));
  }

  private static ContainerState stateAfter(ContainerState before) {
    return switch (before) {
      case EXITED, REMOVING -> before;
      case UNKNOWN, CONFIGURED, CREATED, RUNNING, STOPPED, PAUSED, STOPPING ->
          ContainerState.CONFIGURED;
    };
  }

  /**
   * What starts at boot (RESTART-11): what a policy keeps running, unless a user had stopped it;
   * with ALWAYS even then; and a start that was cut off before its command ran.
   */
  private @Nullable Instant nextStart(StoredContainer container, @Nullable Integer exitCode) {
    ContainerRecord record = container.record();
    boolean cutOff = record.openRun() && !mayHaveRun(record);
    boolean wanted = cutOff || isWanted(container, exitCode);
    return wanted && record.state() != ContainerState.REMOVING ? time.now() : null;
  }

  private static boolean isWanted(StoredContainer container, @Nullable Integer exitCode) {
    ContainerRecord record = container.record();
    RestartPolicy policy = container.config().spec().restart();
    boolean ran = mayHaveRun(record) && !record.stoppedByUser();
    return switch (policy.kind()) {
      case NO -> false;
      case ALWAYS -> record.run() > 0;
      case UNLESS_STOPPED -> ran || record.nextRestartAt() != null;
      case ON_FAILURE ->
          record.nextRestartAt() != null
              || (ran && RestartDecision.applies(policy, exitCode == null ? 0 : exitCode, 0));
    };
  }
}
