package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.HealthSpec;
import io.gantry.api.container.HealthState;
import io.gantry.engine.health.HealthLog;
import io.gantry.engine.state.ContainerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Health checks in a container's life: nothing that goes wrong here becomes an operation's result
 * (INIT-13, START-6, CLEANUP-2).
 */
final class Health {
  private final HealthChecks checks;
  private final HealthTimers timers;

  Health(HealthChecks checks, HealthTimers timers) {
    this.checks = checks;
    this.timers = timers;
  }

  /** What a container that was just started is, if it is checked. */
  static @Nullable HealthState atStart(ContainerConfig config) {
    return isChecked(config) ? HealthState.STARTING : null;
  }

  void initialised(ContainerConfig config) {
    Failures.quietly(config.id(), "health timer", () -> timers.create(config));
  }

  void started(ContainerConfig config) {
    if (isChecked(config)) {
      Failures.quietly(
          config.id(), "health status", () -> checks.keep(config, HealthLog.starting()));
      Failures.quietly(config.id(), "health timer", () -> timers.start(config.id()));
    }
  }

  /** Takes a container up that an earlier engine has started. */
  void takenUp(ContainerConfig config) {
    initialised(config);
    Failures.quietly(config.id(), "health timer", () -> timers.start(config.id()));
  }

  void cleanedUp(ContainerId id) {
    Failures.quietly(id, "health timer", () -> timers.remove(id));
  }

  private static boolean isChecked(ContainerConfig config) {
    HealthSpec health = config.health();
    return health != null && health.enabled();
  }
}
