package io.gantry.bench.load;

import java.util.SortedMap;
import java.util.TreeMap;

/** Counts things by kind. Not thread-safe. */
final class Tally {
  private final SortedMap<String, Long> counts = new TreeMap<>();

  void add(String kind) {
    add(kind, 1);
  }

  void add(String kind, long count) {
    counts.merge(kind, count, Long::sum);
  }

  SortedMap<String, Long> counts() {
    return counts;
  }
}
