package io.gantry.agent.work;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes one waiting thread. A signal that is raised while nobody waits is kept, several are one.
 * Thread-safe.
 */
public final class Signal {
  private final Semaphore raised = new Semaphore(0);

  /** Wakes the waiter, now or at its next wait. */
  public void raise() {
    if (raised.availablePermits() == 0) {
      raised.release();
    }
  }

  /** Waits until it is raised or the time is over. */
  public void await(Duration longest) throws InterruptedException {
    if (raised.tryAcquire(Math.max(0, longest.toMillis()), TimeUnit.MILLISECONDS)) {
      raised.drainPermits();
    }
  }
}
