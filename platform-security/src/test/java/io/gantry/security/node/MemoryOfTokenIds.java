package io.gantry.security.node;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Remembers used token ids in memory, each until its token has expired. It knows only what this
 * process has seen, so it is for one replica. Safe for use by many threads.
 */
public final class MemoryOfTokenIds implements UsedTokenIds {
  private final Clock clock;
  private final Set<Use> uses = new HashSet<>();
  private final PriorityQueue<Use> byExpiry =
      new PriorityQueue<>(Comparator.comparing(Use::expiresAt));

  public MemoryOfTokenIds(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized boolean claim(String nodeId, String tokenId, Instant expiresAt) {
    forgetExpired();
    Use use = new Use(nodeId, tokenId, expiresAt);
    if (!uses.add(use)) {
      return false;
    }
    byExpiry.add(use);
    return true;
  }

  private void forgetExpired() {
    Instant now = clock.instant();
    for (Use oldest = byExpiry.peek();
        oldest != null && oldest.expiresAt().isBefore(now);
        oldest = byExpiry.peek()) {
      byExpiry.remove();
      uses.remove(oldest);
    }
  }

  private record Use(String nodeId, String tokenId, Instant expiresAt) {}
}
