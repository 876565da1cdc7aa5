package io.gantry.fleet.workload;

import java.time.Duration;

/**
 * A wait that doubles with each failure in a row.
 *
 * @param first after the first failure
 * @param longest it never gets longer
 */
public record GrowingWait(Duration first, Duration longest) {
  private static final int MOST_DOUBLINGS = 40;

  /** After this many failures in a row; zero after none. */
  public Duration after(int failures) {
    if (failures <= 0) {
      return Duration.ZERO;
    }
    Duration wait = first;
    for (int doubled = 1; doubled < Math.min(failures, MOST_DOUBLINGS); doubled++) {
      if (wait.compareTo(longest) >= 0) {
        return longest;
      }
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
