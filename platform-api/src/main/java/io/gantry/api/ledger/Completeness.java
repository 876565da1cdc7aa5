package io.gantry.api.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the ledger knows what it was asked about. A node tells its ends when it can; until then
 * they are missing.
 *
 * @param upTo no run that ended before this instant, by its node's clock, is missing; absent if a
 *     node has never said how far it has told
 * @param whole whether the answer asks for no later times, so nothing of it can be missing
 * @param heldBackBy names of nodes that have told nothing for a minute or more, the longest first
 */
public record Completeness(@Nullable Instant upTo, boolean whole, List<String> heldBackBy) {
  public Completeness {
    heldBackBy = List.copyOf(heldBackBy);
  }
}
