package io.gantry.api.ledger;

import java.time.Instant;
import java.util.List;

/**
 * The containers with most failures in a window.
 *
 * @param more whether there are further ones, which the limit left out
 */
public record CrashLoops(List<CrashLoop> items, boolean more, Instant since, Instant until) {
  public CrashLoops {
    items = List.copyOf(items);
  }
}
