package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerState;
import org.jspecify.annotations.Nullable;

/**
 * Sends one signal to the container's first process. That a user did so is durable before, for
 * every signal (RESTART-10).
 */
final class Kill {
  private final Rooms rooms;
  private final EndOfRun endOfRun;
  private final Ended ended;

  Kill(Rooms rooms, EndOfRun endOfRun, Ended ended) {
    this.rooms = rooms;
    this.endOfRun = endOfRun;
    this.ended = ended;
  }

  /** Sends it; with KILL the end has been seen on return (STOP-19). */
  void run(LockedContainer container, int signal, @Nullable String by) {
    Operation.KILL.require(container);
    container.save(
        SavePoint.KILL_BY_USER,
        container
            .change(fields -> fields.stoppedByUser(true).requestedBy(by))
            .telling("kill", Integer.toString(signal)));
    EndOfRun.Target target = EndOfRun.Target.of(container);
    var unused = endOfRun.send(target, signal);
    if (signal == Signals.KILL) {
      thaw(container);
      ended.after(container, target, () -> endOfRun.awaitExit(target));
    }
  }

  /** A frozen process gets its signal when it is thawed, before it does anything else. */
  private void thaw(LockedContainer container) {
    if (container.state() == ContainerState.PAUSED) {
      rooms.runtime().resume(container.id());
    }
  }
}
