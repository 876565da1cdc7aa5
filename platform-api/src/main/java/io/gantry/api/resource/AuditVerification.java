package io.gantry.api.resource;

import org.jspecify.annotations.Nullable;

/**
 * What became of walking an audit chain from its first entry.
 *
 * @param entries how many of them follow each other as they were written, from the first on
 * @param hash the hash of the last of these; empty before the first
 * @param anchors how many anchors were compared and found as they were kept
 * @param broken absent if the chain is whole
 */
public record AuditVerification(
    String chain, long entries, String hash, int anchors, @Nullable Break broken) {

  /**
   * The first place where the chain is not what was written.
   *
   * @param id number of the entry
   */
  public record Break(long id, Kind kind, String message) {}

  /** How a chain can be broken. */
  public enum Kind {
    /** The entry, or its order among the others, is not what was written. */
    CHANGED,
    /** There is no such entry, and later ones are there. */
    MISSING,
    /** There are two entries of this number. */
    DOUBLED,
    /** Entries from this number to the newest are gone. */
    CUT,
    /** An entry beyond the newest that was written. */
    ADDED,
    /** The chain is whole in itself, and not the one that an anchor or the chain's head kept. */
    REWRITTEN
  }
}
