package io.gantry.engine.volume.origin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What emptying a volume and filling it again from where it came would do. Files are compared by
 * kind, permissions, length, time and target, not by content or owner.
 *
 * @param origin absent if nothing filled it
 * @param copied all that would be copied
 * @param lost what is in the volume and is not there, or another there
 * @param kept what would be the same as now
 * @param obstacles why it cannot be done now, each with what to do about it; empty if it can
 */
public record ReseedPlan(
    String volume,
    @Nullable Origin origin,
    Extent copied,
    Extent lost,
    Extent kept,
    List<String> obstacles) {
  public ReseedPlan {
    obstacles = List.copyOf(obstacles);
  }
}
