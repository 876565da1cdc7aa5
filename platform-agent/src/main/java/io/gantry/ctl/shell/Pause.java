package io.gantry.ctl.shell;

import java.time.Duration;
import java.util.concurrent.CancellationException;

/** The waiter between two looks: short at first, longer with each. Not thread-safe. */
public final class Pause {
  private static final long FIRST_MILLISECONDS = 10;
  private static final long LONGEST_MILLISECONDS = 500;

  private final long endNanos;
  private long next = FIRST_MILLISECONDS;

  /**
   * @param limit after which {@link #sleep} says no
   */
  public Pause(Duration limit) {
    this.endNanos = System.nanoTime() + limit.toNanos();
  }

  /** Waits a little; false when the limit is over and looking again is of no use. */
  public boolean sleep() {
    if (System.nanoTime() - endNanos >= 0) {
      return false;
    }
    try {
      Thread.sleep(next);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException cancelled = new CancellationException("interrupted while waiting");
      cancelled.initCause(e);
      throw cancelled;
    }
    next = Math.min(LONGEST_MILLISECONDS, next * 2);
    return true;
  }
}
