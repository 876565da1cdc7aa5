package io.gantry.engine.network;

import java.util.OptionalLong;
import java.util.Set;

/**
 * Which address comes next: the one after the last given, around the subnet, so that an address
 * rests as long as possible before it is another container's.
 */
final class AddressChoice {
  private AddressChoice() {}

  static OptionalLong next(Subnet subnet, long last, Set<Long> used) {
    long count = subnet.last() - subnet.first() + 1;
    long start = subnet.contains(last) ? last + 1 - subnet.first() : 0;
    for (long offset = 0; offset < count; offset++) {
      long candidate = subnet.first() + Math.floorMod(start + offset, count);
      if (!used.contains(candidate)) {
        return OptionalLong.of(candidate);
      }
    }
    return OptionalLong.empty();
  }
}
