package io.gantry.engine.network;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.List;

/**
 * Where networks without an own wish get their subnets: /24s from 10.89.0.0 upwards. Each
 * installation begins to look at a place of its own, so that two on one host rarely meet even while
 * none of their containers runs.
 */
final class SubnetPool {
  private static final int PREFIX = 24;
  private static final long BASE = Subnet.parse("10.89.0.0/16").base();
  private static final long END = Subnet.parse("10.255.0.0/16").base();
  private static final long SPAN = 1L << (32 - PREFIX);
  private static final long COUNT = (END - BASE) / SPAN;

  private SubnetPool() {}

  /**
   * The first free subnet.
   *
   * @param start where to begin; any number
   * @param taken what it must not overlap
   */
  static Subnet next(long start, List<Subnet> taken) {
    for (long offset = 0; offset < COUNT; offset++) {
      Subnet candidate = new Subnet(BASE + Math.floorMod(start + offset, COUNT) * SPAN, PREFIX);
      if (taken.stream().noneMatch(candidate::overlaps)) {
        return candidate;
      }
    }
    throw GantryException.of(
        ErrorCode.NETWORK, "no subnet is free: remove a network that is not needed");
  }
}
