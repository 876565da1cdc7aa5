package io.gantry.api.image;

import java.util.List;

/**
 * What a clean-up took away.
 *
 * @param removed ids of the tenant's images that are gone
 * @param freedBytes what became free on the node's disk; other tenants may have kept layers
 */
public record PruneResult(List<Digest> removed, long freedBytes) {
  public PruneResult {
    removed = List.copyOf(removed);
  }
}
