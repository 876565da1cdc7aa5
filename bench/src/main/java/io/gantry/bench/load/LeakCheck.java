package io.gantry.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What of an engine at rest is a leak: of nearly everything, one more than before.
 *
 * @param clients how many worked at a time
 * @param containers how many lived between the pictures
 */
record LeakCheck(int clients, long containers) {
  private static final long MEBIBYTE = 1024L * 1024;

  /**
   * What the heap may grow. What is forgotten of a container is at least its id and what holds it,
   * some 500 bytes, so 8,000 containers, as an hour has them on two busy cores, show it; what the
   * JVM learns about a program after its first thousand containers is less.
   */
  private static final long HEAP_BYTES = 4 * MEBIBYTE;

  /**
   * Of few containers only the objects tell, since the heap has not yet come to rest: this many of
   * a class are what caches and threads hold.
   */
  private static final long FEW_OBJECTS = 40;

  private static final Pattern KEPT = Pattern.compile("(file|row|object) ");

  /** One sentence for each kind of which there is more than there may be. */
  List<String> leaks(Picture before, Picture after) {
    List<String> leaks = new ArrayList<>();
    for (Map.Entry<String, Long> now : after.counts().entrySet()) {
      long then = before.counts().getOrDefault(now.getKey(), 0L);
      if (now.getValue() - then > allowed(now.getKey())) {
        leaks.add("%s: %d, before %d".formatted(now.getKey(), now.getValue(), then));
      }
    }
    return leaks;
  }

  /** The same without what a closed engine keeps: its images, its stores and its classes. */
  List<String> ofTheHost(Picture before, Picture after) {
    return leaks(before, after).stream().filter(leak -> !KEPT.matcher(leak).lookingAt()).toList();
  }

  private long allowed(String kind) {
    if (kind.startsWith("object ")) {
      return Math.max(FEW_OBJECTS, containers / 20);
    }
    return isPooled(kind) ? 2L * clients : 0;
  }

  /**
   * Connections to the store and threads that end after a minute without work: there are as many as
   * were needed at once, which is bounded by the clients and what follows their work.
   */
  private static boolean isPooled(String kind) {
    return (kind.startsWith("descriptor ") && kind.contains(".sqlite"))
        || kind.startsWith("thread gantry-parallel")
        || kind.startsWith("thread gantry-health")
        || kind.startsWith("thread gantry-worker")
        || kind.startsWith("thread gantry-ahead");
  }

  /**
   * Compares the last third of the rounds with the first, each by its middle.
   *
   * @param heaps bytes after each round
   */
  static List<String> ofMemory(List<Long> heaps) {
    int third = Math.ceilDiv(heaps.size(), 3);
    long early = middle(heaps.subList(0, third));
    long late = middle(heaps.subList(heaps.size() - third, heaps.size()));
    return late - early <= HEAP_BYTES
        ? List.of()
        : List.of("heap: %d bytes, before %d".formatted(late, early));
  }

  private static long middle(List<Long> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
