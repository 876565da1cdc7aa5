package io.gantry.api.ledger;

import java.util.List;

/**
 * A verdict on each version of each image, the newest version first.
 *
 * @param more whether there are further ones, which the limit left out
 */
public record ExitVerdicts(List<ExitVerdict> items, boolean more) {
  public ExitVerdicts {
    items = List.copyOf(items);
  }
}
