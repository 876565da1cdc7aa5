package io.gantry.engine.storage;

import java.time.Duration;

/**
 * How much one layer may be; beyond it the archive is refused as IMAGE_INVALID.
 *
 * @param maxBytes of the unpacked files and of the archive, each
 * @param maxEntries files, directories, links and devices
 * @param maxDepth directories above a file
 * @param longest time until it has arrived and is unpacked
 */
public record LayerLimits(long maxBytes, long maxEntries, int maxDepth, Duration longest) {
  public static final LayerLimits DEFAULT =
      new LayerLimits(64L << 30, 4_000_000, 200, Duration.ofMinutes(30));

  public LayerLimits {
    if (maxBytes <= 0 || maxEntries <= 0 || maxDepth <= 0 || !longest.isPositive()) {
      throw new IllegalArgumentException("limits of a layer are positive");
    }
  }
}
