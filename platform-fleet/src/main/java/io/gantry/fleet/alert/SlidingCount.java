package io.gantry.fleet.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the windows in which there are enough ends, in the order of the ends. What made an alert
 * counts for no other. Not thread-safe.
 */
final class SlidingCount<T> {
  private final int threshold;
  private final Duration window;
  private final Map<String, Deque<Counted<T>>> open = new HashMap<>();

  SlidingCount(int threshold, Duration window) {
    this.threshold = threshold;
    this.window = window;
  }

  /**
   * An end that counts.
   *
   * @param fresh whether it was not in the ledger before; without one of these there is no alert
   */
  record Counted<T>(T end, String subject, Instant at, boolean fresh) {}

  /** Enough ends of a subject within a window, in their order. */
  record Reached<T>(List<Counted<T>> ends) {
    Instant since() {
      return ends.getFirst().at();
    }

    Instant until() {
      return ends.getLast().at();
    }
  }

  /** The ends come in the order of their times. */
  List<Reached<T>> count(List<Counted<T>> ends) {
    List<Reached<T>> reached = new ArrayList<>();
    for (Counted<T> end : ends) {
      Deque<Counted<T>> counted = open.computeIfAbsent(end.subject(), key -> new ArrayDeque<>());
      counted.add(end);
      dropBefore(counted, end.at().minus(window));
      if (counted.size() >= threshold && counted.stream().anyMatch(Counted::fresh)) {
        reached.add(new Reached<>(List.copyOf(counted)));
        counted.clear();
      }
    }
    return reached;
  }

  private static <T> void dropBefore(Deque<Counted<T>> counted, Instant since) {
    while (counted.getFirst().at().isBefore(since)) {
      counted.removeFirst();
    }
  }
}
