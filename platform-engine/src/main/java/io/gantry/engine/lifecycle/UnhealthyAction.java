package io.gantry.engine.lifecycle;

import io.gantry.api.container.HealthSpec;

/** What is done with a container that is or stays unhealthy (HEALTH-7). */
final class UnhealthyAction {
  private static final String ASKED_BY = "health check";

  private final Kill kill;
  private final Stop stop;
  private final Restart restart;

  UnhealthyAction(Kill kill, Stop stop, Restart restart) {
    this.kill = kill;
    this.stop = stop;
    this.restart = restart;
  }

  void run(LockedContainer container, HealthSpec.OnFailure wanted) {
    switch (wanted) {
      case NONE -> {}
      case KILL -> kill.run(container, Signals.KILL, ASKED_BY);
      case STOP -> {
        StopOutcome unused = stop.run(container, null, ASKED_BY);
      }
      case RESTART -> restart.run(container, null, ASKED_BY);
    }
  }
}
