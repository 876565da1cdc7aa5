package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Wakes containers that are to be started again. Holds nothing durable: a moment that comes too
 * early or twice is harmless, and all are set anew when the engine opens.
 */
final class RestartTimer {
  private final Workers workers;
  private final Time time;
  private final Consumer<ContainerId> due;

  RestartTimer(Workers workers, Time time, Consumer<ContainerId> due) {
    this.workers = workers;
    this.time = time;
    this.due = due;
  }

  /** No policy waits longer than its longest delay, so neither does a clock that was set back. */
  void schedule(ContainerId id, Instant at) {
    Duration delay = Duration.between(time.now(), at);
    boolean tooLong = delay.compareTo(RestartDecision.LONGEST_DELAY) > 0;
    workers.after(tooLong ? RestartDecision.LONGEST_DELAY : delay, () -> due.accept(id));
  }
}
