package io.gantry.engine.idmap;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.IdMap;
import java.util.Comparator;
import java.util.List;

/** The ids of the host that are given to containers: above those of people and below 2^31. */
final class RangePool {
  private static final long FIRST = 1L << 30;
  private static final long END = 1L << 31;

  private RangePool() {}

  /** The first id of the lowest free range. */
  static long free(long size, List<IdMap> taken) {
    long candidate = FIRST;
    for (IdMap range : taken.stream().sorted(Comparator.comparingLong(IdMap::hostId)).toList()) {
      if (range.hostId() < candidate + size) {
        candidate = Math.max(candidate, range.hostId() + range.size());
      }
    }
    if (candidate + size > END) {
      throw GantryException.of(
          ErrorCode.NO_SPACE,
          "no range of %d user ids is free on this node: remove containers".formatted(size));
    }
    return candidate;
  }
}
