package io.gantry.bench.load;

import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an engine in this process holds of its host at one moment: a number for each kind of thing.
 *
 * @param counts by kind, as {@code descriptor socket} or {@code row lease}
 * @param heapBytes what is reachable
 */
record Picture(SortedMap<String, Long> counts, long heapBytes) {
  Picture {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  /** Takes it; collects garbage first. */
  static Picture of(Premises premises) throws IOException {
    Tally tally = new Tally();
    OwnObjects.count(tally);
    long heapBytes = OwnObjects.heapBytes();
    OwnProcess.count(premises, tally);
    OwnHost.count(premises, tally);
    OwnFiles.count(premises, tally);
    return new Picture(tally.counts(), heapBytes);
  }

  /** How many there are of all kinds that begin so. */
  long all(String prefix) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
