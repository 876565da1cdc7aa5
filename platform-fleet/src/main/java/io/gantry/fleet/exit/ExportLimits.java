package io.gantry.fleet.exit;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.HashMap;
import java.util.Map;

/**
 * How many exports are under way on this replica. Each holds a connection to the database for as
 * long as its client reads. Thread-safe.
 */
final class ExportLimits {
  static final int PER_TENANT = 2;
  static final int IN_ALL = 8;

  private final Map<TenantId, Integer> open = new HashMap<>();

  /**
   * Counts one more, until it is released.
   *
   * @throws GantryException RATE_LIMITED if there are as many as there may be
   */
  synchronized void admit(TenantId tenant) {
    int own = open.getOrDefault(tenant, 0);
    int all = open.values().stream().mapToInt(Integer::intValue).sum();
    if (own >= PER_TENANT || all >= IN_ALL) {
      throw GantryException.of(
          ErrorCode.RATE_LIMITED,
          "%d exports of the tenant are under way: try again when one has ended".formatted(own));
    }
    open.put(tenant, own + 1);
  }

  synchronized void release(TenantId tenant) {
    var unused = open.computeIfPresent(tenant, (same, count) -> count == 1 ? null : count - 1);
  }
}
