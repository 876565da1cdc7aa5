package io.gantry.engine.lifecycle;

import static io.gantry.api.container.ContainerState.REMOVING;
import static io.gantry.api.container.ContainerState.UNKNOWN;

import io.gantry.api.container.ExitRecord;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.state.Change;
import java.util.function.BiConsumer;

/**
 * Removes a container and all it has on the host. From REMOVING on nobody can start it; if
 * something cannot be freed the row stays so, and removing it again goes on (REMOVAL-12,
 * REMOVAL-14).
 */
final class Remove {
  private final Rooms rooms;
  private final Stop stop;
  private final Kill kill;
  private final Cleanup cleanup;
  private final Endings endings;
  private final NoSessions noSessions;

  Remove(Rooms rooms, Stop stop, Kill kill, Cleanup cleanup, Endings endings) {
    this.rooms = rooms;
    this.stop = stop;
    this.kill = kill;
    this.cleanup = cleanup;
    this.endings = endings;
    this.noSessions = new NoSessions(rooms.sessions());
  }

  void run(LockedContainer container, RemoveOptions options) {
    container.requireNoDependents();
    rooms.pods().requireRemovable(container.config());
    requireReady(container, options);
    endRun(container, options);
    if (!container.isValid()) { // somebody else removed it while it was stopped (REMOVAL-7)
      rooms.runtime().delete(container.id());
      return;
    }
    Failures failures = new Failures(container.id());
    boolean known = container.state() != REMOVING && container.state() != UNKNOWN;
    failures.step("clean up", () -> cleanup.run(container));
    container.save(SavePoint.REMOVE_REMOVING, removing(container));
    boolean cleaned = known && !failures.any() && !rooms.runtime().knows(container.id());
    tearDown(container, cleaned, options.volumes());
    container.delete(container.change(fields -> fields).telling("remove", null));
  }

  private void requireReady(LockedContainer container, RemoveOptions options) {
    if (options.force()) {
      return;
    }
    Operation.REMOVE.require(container);
    noSessions.require(container);
  }

  /** Ends at the first failure; the row stays then (TEARDOWN-2). */
  private void tearDown(LockedContainer container, boolean cleaned, boolean withVolumes) {
    if (!cleaned) {
      rooms.runtime().delete(container.id());
      rooms.root().unmount(container.config());
    }
    // What could not be disconnected is recorded as disconnected too (NETWORK-7).
    rooms.network().detach(container.config());
    rooms.sessions().end(container.config());
    rooms.exits().forget(container.config());
    rooms.root().delete(container.id(), withVolumes);
  }

  private void endRun(LockedContainer container, RemoveOptions options) {
    BiConsumer<LockedContainer, RemoveOptions> end =
        switch (container.state()) {
          case RUNNING -> (running, how) -> stop.run(running, how.timeout(), how.by());
          case STOPPING -> this::stopAgain;
          case PAUSED -> (paused, how) -> kill.run(paused, Signals.KILL, how.by());
          case UNKNOWN, CONFIGURED, CREATED, STOPPED, EXITED, REMOVING -> (idle, how) -> {};
        };
    try {
      end.accept(container, options);
    } catch (GantryException e) {
      if (e.code() != ErrorCode.MONITOR_DEAD && e.code() != ErrorCode.TIMEOUT) {
        throw e;
      } // REMOVAL-7: the end is recorded, as unseen, and the removal goes on
    }
  }

  /** Whoever stops it meanwhile may have a longer grace; force does not wait for that. */
  private void stopAgain(LockedContainer container, RemoveOptions options) {
    stop.run(container, options.timeout(), options.by());
  }

  /** A run that is open now never got to its command, or nobody can say how it ended. */
  Change removing(LockedContainer container) {
    Change change =
        container.record().openRun() ? ending(container) : container.change(fields -> fields);
    return change.with(change.record().toBuilder().state(REMOVING).nextRestartAt(null).build());
  }

  private Change ending(LockedContainer container) {
    return container.record().startedAt() == null
        ? endings.notStarted(
            container.stored(), ExitRecord.UNSEEN, "removed before its command was started")
        : endings.unseen(container.stored(), "removed while its state was not known");
  }
}
