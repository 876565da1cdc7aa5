package io.gantry.fleet.workload;

import io.gantry.persistence.notification.ChangeWaiter;
import io.gantry.persistence.notification.Topic;
import io.gantry.persistence.notification.Wakeups;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The one thread of a replica that looks at workloads. It sleeps until a change asks for a look, on
 * whatever replica that was, or until the next one is due.
 */
@Component
class ReconcileThread implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(ReconcileThread.class);

  /** Longest sleep; a wake-up that was lost costs no more. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
  private static final Duration PATIENCE_AT_END = Duration.ofSeconds(10);

  private final Reconciliation reconciliation;
  private final Wakeups wakeups;
  private final Clock clock;
  private volatile @Nullable Thread thread;
  private volatile boolean running;

  ReconcileThread(Reconciliation reconciliation, Wakeups wakeups, Clock clock) {
    this.reconciliation = reconciliation;
    this.wakeups = wakeups;
    this.clock = clock;
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofPlatform().name("gantry-workloads").daemon().start(this::run);
  }

  private void run() {
    try (ChangeWaiter changes = new ChangeWaiter(wakeups, Topic.reconciles())) {
      while (running) {
        changes.awaitChange(work());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the end of this replica
    }
  }

  /** Does all that is due; returns how long there is nothing to do. */
  private Duration work() {
    try {
      boolean more = true;
      while (running && more) {
        more = reconciliation.next();
      }
      Instant now = clock.instant();
      return reconciliation
          .nextDue()
          .map(due -> Duration.between(now, due))
          .filter(wait -> wait.compareTo(LONGEST) < 0)
          .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
          .orElse(LONGEST);
    } catch (RuntimeException e) { // the outermost loop: without it nothing is looked at again
      if (running) {
        LOG.atWarn().setCause(e).log("workloads could not be looked at; they are tried again");
      }
      return AFTER_FAILURE;
    }
  }

  /** Lets the look that is going on end. */
  @Override
  public void stop() {
    running = false;
    Thread current = thread;
    if (current != null) {
      current.interrupt();
      try {
        if (!current.join(PATIENCE_AT_END)) {
          LOG.warn("a look at a workload did not end in time; its transaction is undone");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
