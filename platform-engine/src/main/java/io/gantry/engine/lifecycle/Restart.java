package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerState;
import io.gantry.engine.linux.ProcessIdentity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Stops a container if it runs and starts it, on request; the restart count begins anew. */
final class Restart {
  private final Rooms rooms;
  private final Stop stop;
  private final Cleanup cleanup;
  private final Start start;

  Restart(Rooms rooms, Stop stop, Cleanup cleanup, Start start) {
    this.rooms = rooms;
    this.stop = stop;
    this.cleanup = cleanup;
    this.start = start;
  }

  void run(LockedContainer container, @Nullable Duration timeout, @Nullable String by) {
    Operation.RESTART.require(container);
    boolean runs = container.state() == ContainerState.RUNNING;
    if (runs) {
      container.requireDependencies(); // before it is stopped, not after (RESTART-OP-7)
    }
    container.tell("restart", null);
    if (runs) {
      ProcessIdentity monitor = container.record().monitor();
      stop.run(container, timeout, by);
      endOldMonitor(monitor);
      cleanUp(container);
    }
    start.run(container, false);
  }

  /** Old monitors hold the published ports a little longer than the container (RESTART-OP-4). */
  private void endOldMonitor(@Nullable ProcessIdentity monitor) {
    if (monitor != null) {
      var unused = rooms.processes().signal(monitor, Signals.KILL);
    }
  }

  /** So that its network is made anew, as in stop and start (RESTART-OP-3). */
  private void cleanUp(LockedContainer container) {
    if (container.state() == ContainerState.STOPPED) {
      cleanup.run(container);
    }
  }
}
