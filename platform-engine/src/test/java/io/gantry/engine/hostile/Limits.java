package io.gantry.engine.hostile;

import java.time.Duration;

/**
 * What an operation may take, however hostile what it meets is.
 *
 * @param wall by the clock; others may be busy on the host, so only what hangs reaches it
 * @param processor of its thread
 * @param bytes that its thread allocates, which is at least what it holds at any time
 */
public record Limits(Duration wall, Duration processor, long bytes) {
  /** For nearly all. */
  public static final Limits DEFAULT =
      new Limits(Duration.ofSeconds(30), Duration.ofSeconds(5), 256L << 20);

  /** An error within a second, memory bounded: for small files that are read whole. */
  public static final Limits SMALL =
      new Limits(Duration.ofSeconds(30), Duration.ofSeconds(1), 128L << 20);
}
