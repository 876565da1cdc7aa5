package io.gantry.api.doctor;

import java.time.Instant;
import java.util.List;

/**
 * What is stuck, the longest first.
 *
 * @param more whether there are further ones, which the limit left out
 * @param at when it was looked
 */
public record StuckObjects(List<StuckResource> items, boolean more, Instant at) {
  public StuckObjects {
    items = List.copyOf(items);
  }
}
