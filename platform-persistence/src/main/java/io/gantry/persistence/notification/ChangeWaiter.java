package io.gantry.persistence.notification;

import io.gantry.persistence.notification.Wakeups.Registration;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Waits for changes of one topic. For one thread, which reads after it was made and after waits.
 */
public final class ChangeWaiter implements AutoCloseable {
  private final Semaphore changes = new Semaphore(0);
  private final Registration registration;

  /** Counts changes from now on. */
  public ChangeWaiter(Wakeups wakeups, Topic topic) {
    this.registration = wakeups.on(topic, changes::release);
  }

  /** Whether there was a change since the last call, or is one before the time is over. */
  public boolean awaitChange(Duration atMost) throws InterruptedException {
    boolean changed = changes.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
    changes.drainPermits();
    return changed;
  }

  @Override
  public void close() {
    registration.close();
  }
}
