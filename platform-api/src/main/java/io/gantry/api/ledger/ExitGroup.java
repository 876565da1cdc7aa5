package io.gantry.api.ledger;

import io.gantry.api.container.ExitCause;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Runs that have in common what they were grouped by.
 *
 * @param failures runs with another code than 0 whose end nobody asked for
 * @param outOfMemory runs in which memory ran out, whatever ended them
 * @param durations absent if no run of the group has a duration
 */
public record ExitGroup(
    Key key, long runs, long failures, long outOfMemory, @Nullable Durations durations) {
  /**
   * What the runs have in common. Present is what was grouped by, and of that an image's digest
   * only where it is known.
   *
   * @param container name
   * @param node name
   * @param from when the minute, hour or day begins
   */
  public record Key(
      @Nullable String container,
      @Nullable String image,
      @Nullable String imageDigest,
      @Nullable Integer code,
      @Nullable ExitCause cause,
      @Nullable String node,
      @Nullable Instant from) {}

  /** How long 50, 95 and 99 of a hundred runs took at most; each is a duration that occurred. */
  public record Durations(Duration p50, Duration p95, Duration p99) {}
}
