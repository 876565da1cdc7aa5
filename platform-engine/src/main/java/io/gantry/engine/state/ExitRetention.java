package io.gantry.engine.state;

import java.time.Duration;

/**
 * How long the ends of runs are kept after the control plane has acknowledged them, so that they
 * can be told again to one that was restored from a backup.
 *
 * @param age counted from the acknowledgement
 * @param most how many are kept at most, whatever their age; 0 is none
 */
public record ExitRetention(Duration age, int most) {
  /** A week, and what takes some tens of megabytes. */
  public static final ExitRetention DEFAULT = new ExitRetention(Duration.ofDays(7), 100_000);

  public ExitRetention {
    if (age.isNegative() || most < 0) {
      throw new IllegalArgumentException("exits are kept for no negative time or number");
    }
  }

  /** The same for another time. */
  public ExitRetention withAge(Duration other) {
    return new ExitRetention(other, most);
  }
}
