package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes containers that are to be started again. Holds nothing durable: a moment that comes too
 * early or twice is harmless, and all are set anew when the engine opens.
 */
final class RestartTimer {
  private static final Logger LOG = LoggerFactory.getLogger(RestartTimer.class);

  private final ScheduledExecutorService timer;
  private final Time time;
  private final Consumer<ContainerId> due;

  RestartTimer(ScheduledExecutorService timer, Time time, Consumer<ContainerId> due) {
    this.timer = timer;
    this.time = time;
    this.due = due;
  }

  void schedule(ContainerId id, Instant at) {
    Duration delay = Duration.between(time.now(), at);
    try {
      var unused =
          timer.schedule(
              () -> due.accept(id), Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closing, restart left to the next opening container={}", id, e);
    }
  }
}
