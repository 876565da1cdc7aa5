package io.gantry.engine.linux;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A short wait between two tries of a system call that gives no event to wait for. */
public final class Pause {
  private Pause() {}

  /** Waits at least nearly that long, less if the thread is interrupted; it stays interrupted. */
  public static void of(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    long left = duration.toNanos();
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(left);
      left = end - System.nanoTime();
    }
  }
}
