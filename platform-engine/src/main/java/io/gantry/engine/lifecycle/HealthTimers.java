package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.HealthSpec;
import io.gantry.engine.state.ContainerConfig;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Wakes containers for their health checks: made at init, started at start, removed at cleanup
 * (HEALTH-2). Holds nothing durable; the timers of live containers are set anew when the engine
 * opens. Thread-safe.
 */
final class HealthTimers {
  private final Workers workers;
  private final Consumer<ContainerId> due;
  private final ConcurrentHashMap<ContainerId, Timer> timers = new ConcurrentHashMap<>();

  /** One container's; a later one of the same container is another. */
  private static final class Timer {
    private final Duration interval;

    private Timer(Duration interval) {
      this.interval = interval;
    }
  }

  HealthTimers(Workers workers, Consumer<ContainerId> due) {
    this.workers = workers;
    this.due = due;
  }

  /** Makes a container's timer if it has checks that come by themselves (HEALTH-4). */
  void create(ContainerConfig config) {
    HealthSpec health = config.health();
    if (health != null && health.enabled() && health.interval().isPositive()) {
      timers.put(config.id(), new Timer(health.interval()));
    }
  }

  /** Starts the timer that was made, if one was. */
  void start(ContainerId id) {
    Timer timer = timers.get(id);
    if (timer != null) {
      wait(id, timer);
    }
  }

  /** Ends it; one that is not there is success. */
  void remove(ContainerId id) {
    timers.remove(id);
  }

  private void wait(ContainerId id, Timer timer) {
    workers.after(timer.interval, () -> ring(id, timer));
  }

  private void ring(ContainerId id, Timer timer) {
    if (timers.get(id) == timer) {
      wait(id, timer);
      due.accept(id);
    }
  }
}
