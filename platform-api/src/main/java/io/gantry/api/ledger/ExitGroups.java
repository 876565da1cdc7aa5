package io.gantry.api.ledger;

import java.util.List;

/**
 * Runs, counted by what they have in common. The newest time comes first where time was grouped by,
 * then the groups with most runs.
 *
 * @param more whether there are further groups, which the limit left out
 */
public record ExitGroups(List<ExitGroup> items, boolean more, Completeness completeness) {
  public ExitGroups {
    items = List.copyOf(items);
  }
}
