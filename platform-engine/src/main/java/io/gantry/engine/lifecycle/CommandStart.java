package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerState;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.state.Change;

/** Has the runtime start the command of an initialised container: CREATED becomes RUNNING. */
final class CommandStart {
  private final ContainerRuntime runtime;
  private final Health health;
  private final Supervision supervision;

  CommandStart(Rooms rooms, Health health) {
    this.runtime = rooms.runtime();
    this.health = health;
    this.supervision = rooms.supervision();
  }

  /** Does it; nothing is saved if the runtime fails (START-2). */
  void start(LockedContainer container) {
    runtime.start(container.id());
    tellSupervisor(container);
    health.started(container.config());
    container.save(SavePoint.START_RUNNING, running(container));
  }

  /** Its failure is only logged (START-5). */
  private void tellSupervisor(LockedContainer container) {
    ProcessIdentity monitor = container.record().monitor();
    if (monitor != null) {
      Failures.quietly(
          container.id(),
          "tell the service manager",
          () -> supervision.started(container.id(), monitor));
    }
  }

  /** What follows when the processes of a container were brought back. */
  void restored(LockedContainer container) {
    tellSupervisor(container);
    health.initialised(container.config());
    health.started(container.config());
  }

  /** The record of a container whose command was just started (START-3, START-8). */
  static Change running(LockedContainer container) {
    return container
        .change(
            fields ->
                fields
                    .state(ContainerState.RUNNING)
                    .startedAt(container.now())
                    .startedNanos(container.nanos())
                    .health(Health.atStart(container.config())))
        .telling("start", null);
  }
}
