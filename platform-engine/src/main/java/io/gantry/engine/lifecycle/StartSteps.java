package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerState;
import io.gantry.engine.state.Change;

/**
 * What a start does before the command: brings the container to CREATED, as far as it is not there
 * yet, and opens its run on the way.
 */
final class StartSteps {
  private final Prepare prepare;
  private final Init init;
  private final Cleanup cleanup;
  private final MonitorDeath monitorDeath;

  StartSteps(Prepare prepare, Init init, Cleanup cleanup, MonitorDeath monitorDeath) {
    this.prepare = prepare;
    this.init = init;
    this.cleanup = cleanup;
    this.monitorDeath = monitorDeath;
  }

  void run(LockedContainer container, boolean keepsCount) {
    if (container.state() == ContainerState.STOPPED) {
      cleanup.runtimePart(container);
    } else if (monitorDeath.leftWaiting(container)) {
      cleanup.keepingRun(container);
    } else if (container.isLeftByFailedStart()) {
      cleanup.run(container);
    }
    if (container.state() == ContainerState.CREATED) {
      init.completeNetwork(container);
      openRun(container);
    } else {
      Connecting connecting = prepare.run(container, change -> opening(container, change));
      init.run(container, connecting, keepsCount);
    }
  }

  private static void openRun(LockedContainer container) {
    if (!container.record().openRun()) {
      container.save(
          SavePoint.START_OPENED, opening(container, container.change(fields -> fields)));
    }
  }

  /** A run that a crash cut off before its command was started goes on under its number. */
  static Change opening(LockedContainer container, Change change) {
    if (container.record().openRun()) {
      return change;
    }
    return Change.to(
            change.record().toBuilder().run(container.record().run() + 1).openRun(true).build(),
            change.at())
        .openingRun();
  }
}
