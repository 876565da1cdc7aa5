package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerState;
import io.gantry.engine.linux.ProcessIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a monitor ended without an exit file (STOP-13): the container's process would
 * run on unwatched, so it is killed, and the run ends with -1 and the reason.
 */
final class MonitorDeath {
  private static final Logger LOG = LoggerFactory.getLogger(MonitorDeath.class);
  private static final int KILL = 9;

  private final Rooms rooms;
  private final Sync sync;
  private final Endings endings;

  MonitorDeath(Rooms rooms, Sync sync, Endings endings) {
    this.rooms = rooms;
    this.sync = sync;
    this.endings = endings;
  }

  /**
   * Ends the run if the container runs and its monitor is dead; returns whether it did. An unknown
   * monitor counts as alive (MONITOR-10).
   */
  boolean run(LockedContainer container) {
    ProcessIdentity monitor = container.record().monitor();
    if (!container.state().isActive() || monitor == null || rooms.processes().isAlive(monitor)) {
      return false;
    }
    // The monitor writes its file before it ends: it may have come since the last look.
    if (sync.run(container)) {
      return false;
    }
    boolean killed = killProcess(container);
    String reason =
        "monitor "
            + monitor.pid()
            + " ended without an exit code; the process "
            + (killed ? "was killed" : "had ended too");
    LOG.warn("monitor died container={} reason={}", container.id(), reason);
    container.save(SavePoint.MONITOR_DIED, endings.unseen(container.stored(), reason));
    return true;
  }

  /** Whether its process waits for a start that nobody would see the end of. */
  boolean leftWaiting(LockedContainer container) {
    return container.state() == ContainerState.CREATED
        && rooms.processes().hasEnded(container.record().monitor());
  }

  private boolean killProcess(LockedContainer container) {
    ProcessIdentity process = container.record().process();
    return process != null && rooms.processes().signal(process, KILL);
  }
}
