package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitRecord;
import io.gantry.engine.state.Change;
import java.util.concurrent.CompletableFuture;

/**
 * Frees what an ended container holds: network, runtime container, mounts, in this order; the
 * runtime deletes the container while the network is freed, and its pod is told last. All steps
 * run, the first failure is thrown (CLEANUP-1). One that waits initialised is deleted before
 * anything else: nobody may start it when its network or its root is gone, also after a crash or a
 * failure. May run at any time and any number of times.
 */
final class Cleanup {
  private static final CompletableFuture<Boolean> NOTHING =
      CompletableFuture.completedFuture(false);

  private final Rooms rooms;
  private final Sync sync;
  private final Endings endings;
  private final Deletion deletion;
  private final Health health;

  Cleanup(Rooms rooms, Sync sync, Endings endings, Deletion deletion, Health health) {
    this.rooms = rooms;
    this.sync = sync;
    this.endings = endings;
    this.deletion = deletion;
    this.health = health;
  }

  void run(LockedContainer container) {
    health.cleanedUp(container.id());
    if (container.state() == ContainerState.CREATED) {
      runtimePart(container);
    }
    CompletableFuture<Boolean> deleting = delete(container);
    Failures failures = new Failures(container.id());
    failures.step("network", () -> networkPart(container));
    leaveSharedHosts(container);
    failures.step("runtime", () -> deleted(container, deleting));
    failures.step("storage", () -> storagePart(container));
    failures.step("pod", () -> tellPod(container));
    failures.throwFirst();
  }

  /** One that is going to start again has not ended for its pod (CLEANUP-9). */
  private void tellPod(LockedContainer container) {
    if (container.record().nextRestartAt() == null && !container.record().openRun()) {
      rooms.pods().cleanedUp(container.config());
    }
  }

  /** Cleans up a container whose run was opened and never started; the run stays open. */
  void keepingRun(LockedContainer container) {
    deletion.run(container.config(), container.record().monitor());
    container.save(
        SavePoint.CLEANUP_RUNTIME,
        container.change(
            fields -> fields.state(ContainerState.CONFIGURED).process(null).monitor(null)));
    run(container);
  }

  /** Disconnects it; recorded as disconnected even if that failed (NETWORK-7). */
  void networkPart(LockedContainer container) {
    if (container.record().network() == null) {
      return;
    }
    Failures failures = new Failures(container.id());
    failures.step("disconnect", () -> rooms.network().detach(container.config()));
    container.save(SavePoint.CLEANUP_NETWORK, container.change(fields -> fields.network(null)));
    failures.throwFirst();
  }

  /** The line of who is gone harms nobody (CLEANUP-4). */
  private void leaveSharedHosts(LockedContainer container) {
    if (container.config().sharing().network() == null) {
      return;
    }
    Failures failures = new Failures(container.id());
    failures.step("shared hosts", () -> rooms.network().leave(container.config()));
    failures.logFirst();
  }

  /** Deletes it in the runtime: STOPPED becomes EXITED, CREATED becomes CONFIGURED. */
  void runtimePart(LockedContainer container) {
    deleted(container, delete(container));
  }

  /** Its exit file is looked at before anything is deleted (CLEANUP-RUNTIME-2). */
  private CompletableFuture<Boolean> delete(LockedContainer container) {
    if (!hasRuntimePart(container)) {
      return NOTHING;
    }
    try {
      sync.run(container);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    return deletion.begin(container.config(), container.record().monitor());
  }

  private void deleted(LockedContainer container, CompletableFuture<Boolean> deleting) {
    if (Joined.of(deleting)) {
      container.save(SavePoint.CLEANUP_RUNTIME, cleaned(container));
    }
  }

  private static boolean hasRuntimePart(LockedContainer container) {
    return container.state() == ContainerState.STOPPED
        || container.state() == ContainerState.CREATED;
  }

  private Change cleaned(LockedContainer container) {
    boolean ended = container.state() == ContainerState.STOPPED;
    Change change =
        container.record().openRun()
            ? endings.notStarted(
                container.stored(), ExitRecord.UNSEEN, "cleaned up before its command was started")
            : container.change(fields -> fields);
    return change.with(
        change.record().toBuilder()
            .state(ended ? ContainerState.EXITED : ContainerState.CONFIGURED)
            .process(null)
            .monitor(null)
            .build());
  }

  /** Unmounts it; recorded as unmounted even if that failed (UNMOUNT-10). */
  void storagePart(LockedContainer container) {
    if (!container.record().mounted()) {
      return;
    }
    Failures failures = new Failures(container.id());
    failures.step("unmount", () -> rooms.root().unmount(container.config()));
    container.save(
        SavePoint.CLEANUP_STORAGE,
        container.change(fields -> fields.mountPoint(null)).telling("cleanup", null));
    failures.throwFirst();
  }
}
