package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.HealthSpec;
import io.gantry.api.container.HealthState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.health.HealthLog;
import io.gantry.engine.health.HealthResult;
import io.gantry.engine.state.ContainerConfig;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks a running container's health: runs the check without the container's lock, and under it
 * judges the result and does what the container wants done when it is unhealthy.
 */
final class HealthCheck {
  private final HealthChecks checks;
  private final Containers containers;
  private final Sync sync;
  private final UnhealthyAction action;
  private final Set<ContainerId> underWay = ConcurrentHashMap.newKeySet();

  HealthCheck(HealthChecks checks, Containers containers, Sync sync, UnhealthyAction action) {
    this.checks = checks;
    this.containers = containers;
    this.sync = sync;
    this.action = action;
  }

  /** The run a check was begun for. */
  private record Begun(ContainerConfig config, HealthSpec spec, long run) {}

  /**
   * Does one check and returns the log after it; while another is under way it returns the log as
   * it is (HEALTH-8).
   *
   * @throws GantryException STATE_INVALID unless it runs, INVALID_ARGUMENT if it has no check
   */
  HealthLog run(ContainerId id) {
    Begun begun = begin(id);
    if (!underWay.add(id)) {
      return checks.log(begun.config());
    }
    try {
      HealthResult result = checks.run(begun.config());
      try (LockedContainer container = containers.lock(id)) {
        sync.run(container);
        return judge(container, begun, result);
      }
    } finally {
      underWay.remove(id);
    }
  }

  private Begun begin(ContainerId id) {
    try (LockedContainer container = containers.lock(id)) {
      sync.run(container);
      HealthSpec spec = container.config().health();
      if (spec == null || !spec.enabled()) {
        throw GantryException.of(
                ErrorCode.INVALID_ARGUMENT, "the container has no health check: create it with one")
            .about("container", id);
      }
      Operation.HEALTH_CHECK.require(container);
      return new Begun(container.config(), spec, container.record().run());
    }
  }

  /** A check that ends after the container's run says nothing about what is now (HEALTH-9). */
  private HealthLog judge(LockedContainer container, Begun begun, HealthResult result) {
    HealthLog before = checks.log(begun.config());
    boolean sameRun = container.record().run() == begun.run();
    if (container.state() != ContainerState.RUNNING || !sameRun) {
      return before;
    }
    HealthLog after = before.after(result, begun.spec(), isStarting(container, begun.spec()));
    Failures.quietly(container.id(), "health log", () -> checks.keep(begun.config(), after));
    tell(container, result, after);
    if (!result.successful() && after.state() == HealthState.UNHEALTHY) {
      action.run(container, begun.spec().onFailure());
    }
    return after;
  }

  private static boolean isStarting(LockedContainer container, HealthSpec spec) {
    Long started = container.record().startedNanos();
    return started != null
        && spec.startPeriod().compareTo(Duration.ofNanos(container.nanos() - started)) > 0;
  }

  /** Nothing is told of a check that finds a healthy container as it was. */
  private static void tell(LockedContainer container, HealthResult result, HealthLog log) {
    String word = log.state().displayName();
    if (container.record().health() != log.state()) {
      container.save(
          SavePoint.HEALTH_CHANGED,
          container.change(fields -> fields.health(log.state())).telling("health_status", word));
    } else if (!result.successful()) {
      container.tell("health_status", word + ", failed " + log.failingStreak());
    }
  }
}
