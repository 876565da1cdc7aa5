package io.gantry.engine.lifecycle;

import static io.gantry.api.container.ContainerState.CONFIGURED;
import static io.gantry.api.container.ContainerState.CREATED;
import static io.gantry.api.container.ContainerState.EXITED;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.state.ContainerRecord;
import io.gantry.engine.state.StateStore;
import io.gantry.engine.state.StoredContainer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up the work of an engine that ended at any moment: finds live monitors again, undoes what
 * was begun and not saved, frees what belongs to nobody, and leaves live containers alone.
 */
final class Recover {
  private static final Logger LOG = LoggerFactory.getLogger(Recover.class);

  private final Rooms rooms;
  private final Containers containers;
  private final StateStore store;
  private final Operations operations;
  private final Executor workers;

  Recover(
      Rooms rooms,
      Containers containers,
      StateStore store,
      Operations operations,
      Executor workers) {
    this.rooms = rooms;
    this.containers = containers;
    this.store = store;
    this.operations = operations;
    this.workers = workers;
  }

  /** Brings every container to a state that says what is so. */
  void run() {
    List<StoredContainer> all = store.list();
    Set<ContainerId> mayRun = new HashSet<>(store.unreadable());
    mayRun.addAll(mayRun(all));
    rooms.runtime().endStrayMonitors(mayRun);
    Set<ContainerId> known = new HashSet<>(store.unreadable());
    all.forEach(one -> known.add(one.config().id()));
    freeOrphans(known);
    Set<ContainerId> inRuntime = rooms.runtime().known();
    CompletableFuture<?>[] recoveries =
        all.stream()
            .map(one -> one.config().id())
            .map(
                id ->
                    CompletableFuture.runAsync(() -> attempt(id, inRuntime.contains(id)), workers))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(recoveries).join();
    LOG.info("containers recovered count={}", all.size());
  }

  /** Containers whose process or monitor is not to be touched. */
  private static Set<ContainerId> mayRun(List<StoredContainer> all) {
    return all.stream()
        .filter(one -> one.record().state().isActive() || one.record().state() == CREATED)
        .map(one -> one.config().id())
        .collect(Collectors.toSet());
  }

  private void freeOrphans(Set<ContainerId> known) {
    Set<ContainerId> orphans = new HashSet<>(rooms.root().known());
    orphans.addAll(rooms.runtime().known());
    orphans.removeAll(known);
    for (ContainerId id : orphans) {
      LOG.info("orphan freed container={}", id);
      Failures failures = new Failures(id);
      failures.step("runtime", () -> rooms.runtime().delete(id));
      failures.step("storage", () -> rooms.root().delete(id, true));
      failures.logFirst();
    }
    quietly("exits", () -> rooms.exits().cleanOrphans(known));
    quietly("network", () -> rooms.network().cleanOrphans(known));
    quietly("storage", () -> rooms.root().cleanOrphans(known));
  }

  private static void quietly(String room, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.error("orphans are left room={}", room, e);
    }
  }

  private void attempt(ContainerId id, boolean inRuntime) {
    try (LockedContainer container = containers.lock(id)) {
      recover(container, inRuntime);
    } catch (RuntimeException e) {
      LOG.error("container not recovered container={}", id, e);
    }
  }

  private void recover(LockedContainer container, boolean inRuntime) {
    operations.checkpoint().recover(container);
    operations.sync().run(container);
    operations.monitorDeath().run(container);
    switch (container.state()) {
      case RUNNING, PAUSED -> {
        watchAgain(container);
        operations.networkChanges().recover(container);
      }
      case STOPPING -> {
        watchAgain(container);
        operations.later(
            container.id(),
            again -> operations.stop().run(again, null, again.record().requestedBy()));
      }
      case CREATED -> recoverCreated(container);
      case STOPPED -> {
        operations.afterExit(container.id());
        freeAgain(container);
      }
      case CONFIGURED, EXITED -> {
        Failures failures = new Failures(container.id());
        failures.step("undo", () -> undoHalfDone(container, inRuntime));
        restartIfDue(container); // it makes everything anew
        failures.throwFirst();
      }
      case REMOVING ->
          operations.later(
              container.id(),
              again -> operations.remove().run(again, new RemoveOptions(true, false, null, null)));
      case UNKNOWN -> LOG.warn("state unknown, only removal is left container={}", container.id());
    }
  }

  private void watchAgain(LockedContainer container) {
    operations.health().takenUp(container.config());
    checkFreezer(container);
    ProcessIdentity monitor = container.record().monitor();
    if (monitor != null) {
      operations.watch().watch(container.id(), monitor);
    }
  }

  /** A pause or unpause that was done and not saved (SAVE-4). */
  private void checkFreezer(LockedContainer container) {
    boolean frozen = rooms.runtime().isFrozen(container.id());
    if (frozen && container.state() == ContainerState.RUNNING) {
      container.save(
          SavePoint.PAUSE_PAUSED, container.change(fields -> fields.state(ContainerState.PAUSED)));
    } else if (!frozen && container.state() == ContainerState.PAUSED) {
      container.save(
          SavePoint.PAUSE_RUNNING,
          container.change(fields -> fields.state(ContainerState.RUNNING)));
    }
  }

  /** Its command may have been started without that being saved; else it is made anew. */
  private void recoverCreated(LockedContainer container) {
    ContainerRecord record = container.record();
    ContainerRuntime.Presence presence = rooms.runtime().presence(container.id());
    if (record.openRun() && presence == ContainerRuntime.Presence.RUNNING) {
      container.save(SavePoint.START_RUNNING, CommandStart.running(container));
      watchAgain(container);
      return;
    }
    if (record.openRun() && presence == ContainerRuntime.Presence.STOPPED) {
      // Its monitor is about to write the exit file, or is dead.
      watchAgain(container);
      operations.afterExit(container.id());
      return;
    }
    if (waitsStill(container, presence) && containers.parked().enter(container.id())) {
      watchAgain(container);
      operations.networkChanges().recover(container);
      return;
    }
    operations.cleanup().keepingRun(container);
    restartIfDue(container);
  }

  /** Initialised, watched, and nobody has asked for its start. */
  private boolean waitsStill(LockedContainer container, ContainerRuntime.Presence presence) {
    return presence == ContainerRuntime.Presence.CREATED
        && !container.record().openRun()
        && !operations.monitorDeath().leftWaiting(container);
  }

  /** What its cleanup could not free is recorded as free too (NETWORK-7, UNMOUNT-10). */
  private void freeAgain(LockedContainer container) {
    if (container.record().network() == null) {
      rooms.network().detach(container.config());
    }
    if (!container.record().mounted()) {
      rooms.root().unmount(container.config());
    }
  }

  /** What was made for a start that did not get to its save; the store may know nothing of it. */
  private void undoHalfDone(LockedContainer container, boolean inRuntime) {
    if (inRuntime) {
      rooms.runtime().delete(container.id());
    }
    rooms.exits().forget(container.config());
    rooms.network().detach(container.config());
    rooms.root().unmount(container.config());
    ContainerRecord record = container.record();
    if (record.mounted() || record.network() != null) {
      container.save(
          SavePoint.CLEANUP_STORAGE,
          container.change(fields -> fields.network(null).mountPoint(null)));
    }
    operations.failedStart().endCutOffRestore(container);
  }

  private void restartIfDue(LockedContainer container) {
    boolean idle = container.state() == CONFIGURED || container.state() == EXITED;
    if (idle && container.record().openRun() && container.record().nextRestartAt() == null) {
      container.save(
          SavePoint.RESTART_PUT_OFF,
          container.change(fields -> fields.nextRestartAt(container.now())));
    }
    operations.restartIfDue(container);
  }
}
