package io.gantry.agent.work;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Growing waits between attempts, each drawn from the upper half of its step so that a fleet of
 * nodes does not come back in one instant. Not thread-safe: each attempt's owner has its own.
 */
public final class Backoff {
  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private int attempts;

  /**
   * @param first upper bound of the first wait; each further one doubles it
   * @param longest no wait is longer
   */
  public Backoff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /** Waits of the given seconds with the thread's own randomness. */
  public static Backoff ofSeconds(long first, long longest) {
    return new Backoff(
        Duration.ofSeconds(first),
        Duration.ofSeconds(longest),
        RandomGenerator.of("L64X128MixRandom"));
  }

  /** The next wait's length, counted as an attempt. */
  public Duration next() {
    long bound = Math.min(longest.toMillis(), first.toMillis() << Math.min(attempts, 20));
    attempts++;
    long half = Math.max(1, bound / 2);
    return Duration.ofMillis(half + random.nextLong(half));
  }

  /** Waits for as long as {@link #next()} says. */
  public void await() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(next().toMillis());
  }

  /** Begins anew after a success. */
  public void reset() {
    attempts = 0;
  }
}
