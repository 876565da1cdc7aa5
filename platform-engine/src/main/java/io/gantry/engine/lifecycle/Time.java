package io.gantry.engine.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The wall clock for people and a clock that never jumps for durations.
 *
 * @param monotonicNanos counts since the host's boot, so that it means the same after a restart of
 *     the engine
 */
public record Time(Clock clock, LongSupplier monotonicNanos) {

  /** The host's clocks. */
  public static Time ofHost() {
    return new Time(Clock.systemUTC(), System::nanoTime);
  }

  Instant now() {
    return clock.instant();
  }

  /**
   * How long something lasted that began at a monotonic moment and ended at a moment of the wall
   * clock, usually just now; absent if the beginning is not known.
   */
  @Nullable Duration since(@Nullable Long startedNanos, Instant finishedAt) {
    if (startedNanos == null) {
      return null;
    }
    Duration untilNow = Duration.ofNanos(monotonicNanos.getAsLong() - startedNanos);
    Duration sinceEnd = Duration.between(finishedAt, now());
    Duration lasted = sinceEnd.isNegative() ? untilNow : untilNow.minus(sinceEnd);
    return lasted.isNegative() ? Duration.ZERO : lasted;
  }
}
