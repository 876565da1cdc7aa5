package io.gantry.engine.health;

import io.gantry.api.container.HealthSpec;
import io.gantry.api.container.HealthState;
import java.util.List;
import java.util.stream.Stream;

/**
 * How well a container is and has been in its newest run (HEALTH-1).
 *
 * @param failingStreak checks that counted and failed since the last success
 * @param results the last five, oldest first
 */
public record HealthLog(HealthState state, int failingStreak, List<HealthResult> results) {
  private static final int KEPT = 5;

  public HealthLog {
    results = List.copyOf(results);
  }

  /** Of a container that was just started. */
  public static HealthLog starting() {
    return new HealthLog(HealthState.STARTING, 0, List.of());
  }

  /**
   * The log with one more result (HEALTH-6).
   *
   * @param startPeriod whether failures do not count yet
   */
  public HealthLog after(HealthResult result, HealthSpec spec, boolean startPeriod) {
    if (result.successful()) {
      return new HealthLog(HealthState.HEALTHY, 0, with(result));
    }
    if (startPeriod) {
      return new HealthLog(state, failingStreak, with(result));
    }
    int streak = failingStreak + 1;
    HealthState next = streak >= spec.retries() ? HealthState.UNHEALTHY : state;
    return new HealthLog(next, streak, with(result));
  }

  private List<HealthResult> with(HealthResult result) {
    return Stream.concat(
            results.stream().skip(Math.max(0, results.size() - KEPT + 1)), Stream.of(result))
        .toList();
  }
}
