package io.gantry.bench.fleet;

import io.gantry.bench.Samples;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

/** Durations that many threads measure. Thread-safe. */
final class SharedSamples {
  private final ReentrantLock lock = new ReentrantLock();
  private final Samples samples = new Samples();

  void add(long nanoseconds) {
    lock.lock();
    try {
      samples.add(nanoseconds);
    } finally {
      lock.unlock();
    }
  }

  /** Median, 99th percentile and number, for people. */
  String text() {
    lock.lock();
    try {
      return samples.count() == 0
          ? "none"
          : String.format(
              Locale.ROOT,
              "p50 %.1f ms, p99 %.1f ms, of %d",
              milliseconds(samples.percentile(0.5)),
              milliseconds(samples.percentile(0.99)),
              samples.count());
    } finally {
      lock.unlock();
    }
  }

  private static double milliseconds(Duration time) {
    return time.toNanos() / 1e6;
  }
}
