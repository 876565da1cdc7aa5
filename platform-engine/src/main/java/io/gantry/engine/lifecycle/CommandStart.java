package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerState;
import io.gantry.engine.state.Change;

/** Has the runtime start the command of an initialised container: CREATED becomes RUNNING. */
final class CommandStart {
  private final ContainerRuntime runtime;
  private final Health health;

  CommandStart(ContainerRuntime runtime, Health health) {
    this.runtime = runtime;
    this.health = health;
  }

  /** Does it; nothing is saved if the runtime fails (START-2). */
  void start(LockedContainer container) {
    runtime.start(container.id());
    health.started(container.config());
    container.save(SavePoint.START_RUNNING, running(container));
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
