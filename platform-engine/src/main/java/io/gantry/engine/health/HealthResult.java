package io.gantry.engine.health;

import java.time.Instant;

/**
 * What one health check found.
 *
 * @param exitCode 0 well; 1 the command said otherwise or could not be run; 125 the engine failed;
 *     -1 it took too long (HEALTH-5)
 * @param output of the command, or what stood in its way; the beginning of it
 */
public record HealthResult(Instant start, Instant end, int exitCode, String output) {
  public static final int FAILED = 1;
  public static final int ENGINE_FAILED = 125;
  public static final int LATE = -1;

  private static final int LONGEST_OUTPUT = 500;

  public HealthResult {
    output = output.length() > LONGEST_OUTPUT ? output.substring(0, LONGEST_OUTPUT) : output;
  }

  /** Whether the command said that all is well. */
  public boolean successful() {
    return exitCode == 0;
  }
}
