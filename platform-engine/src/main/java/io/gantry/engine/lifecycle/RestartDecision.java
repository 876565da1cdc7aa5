package io.gantry.engine.lifecycle;

import io.gantry.api.container.RestartPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether and when a policy starts an ended container again; decides by its arguments alone. */
final class RestartDecision {
  static final Duration FIRST_DELAY = Duration.ofMillis(100);
  static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

  /** A run that lasted this long proves the container works: the delay starts anew. */
  static final Duration PROVEN = Duration.ofSeconds(10);

  private static final int MOST_DOUBLINGS = 10;

  private RestartDecision() {}

  /** Whether the policy is for an end that nobody asked for (RESTART-1 to RESTART-3). */
  static boolean applies(RestartPolicy policy, int exitCode, int restartCount) {
    return switch (policy.kind()) {
      case NO -> false;
      case ON_FAILURE ->
          exitCode != 0 && (policy.maximumRetries() == 0 || restartCount < policy.maximumRetries());
      case ALWAYS, UNLESS_STOPPED -> true;
    };
  }

  /** How many runs in a row were short, the newest included. */
  static int shortRuns(int before, @Nullable Duration lasted) {
    return lasted != null && lasted.compareTo(PROVEN) >= 0 ? 0 : before + 1;
  }

  /** Doubles with every short run, up to a bound. */
  static Duration delay(int shortRuns) {
    int doublings = Math.min(Math.max(shortRuns - 1, 0), MOST_DOUBLINGS);
    Duration delay = FIRST_DELAY.multipliedBy(1L << doublings);
    return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
  }
}
