package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.engine.state.CheckpointStatus;
import java.time.Instant;

/**
 * What happens when a container may have ended: the end is recorded, then the container is cleaned
 * up, and then it is removed or set to be started again. May be told too often and too late.
 */
final class AfterExit {
  private final Containers containers;
  private final Sync sync;
  private final MonitorDeath monitorDeath;
  private final Cleanup cleanup;
  private final Remove remove;

  AfterExit(
      Containers containers, Sync sync, MonitorDeath monitorDeath, Cleanup cleanup, Remove remove) {
    this.containers = containers;
    this.sync = sync;
    this.monitorDeath = monitorDeath;
    this.cleanup = cleanup;
    this.remove = remove;
  }

  /**
   * Does what is due and has the timer wake it for its restart. What could not be cleaned up is
   * thrown, to be done again, unless the restart does it.
   */
  void run(ContainerId id, RestartTimer timer) {
    try (LockedContainer container = containers.lock(id)) {
      sync.run(container);
      monitorDeath.run(container);
      if (container.state() == ContainerState.STOPPED) {
        Failures failures = follow(container, timer);
        if (container.isValid() && container.record().nextRestartAt() == null) {
          failures.throwFirst();
        }
      } else if (monitorDeath.leftWaiting(container)) {
        cleanup.run(container);
      }
    }
  }

  /**
   * Cleans up what has stopped, then removes it or has the timer wake it. What a checkpoint has
   * ended is removed by that, once its archive is whole.
   *
   * @return what could not be cleaned up
   */
  Failures follow(LockedContainer container, RestartTimer timer) {
    Failures failures = new Failures(container.id());
    failures.step("clean up", () -> cleanup.run(container));
    failures.logFirst();
    Instant next = container.record().nextRestartAt();
    if (next != null) {
      timer.schedule(container.id(), next);
    } else if (container.config().spec().autoRemove()
        && !container.record().isIn(CheckpointStatus.Phase.CHECKPOINTED)) {
      remove.run(container, RemoveOptions.BY_ITSELF);
    }
    return failures;
  }
}
