package io.gantry.security.node;

import java.time.Instant;

/** Remembers the ids of tokens that were used, until they expire anyway. */
public interface UsedTokenIds {
  /** Whether this is the first use of the id; only one of several callers is told so. */
  boolean claim(String nodeId, String tokenId, Instant expiresAt);
}
