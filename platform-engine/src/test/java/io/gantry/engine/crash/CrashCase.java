package io.gantry.engine.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One kill: in which script, before or after which save point, and at which of the times that it is
 * reached.
 */
record CrashCase(CrashScript script, String side, String point, int number) {

  /** All there are. */
  static List<CrashCase> all() {
    return CrashScript.all().stream().flatMap(script -> of(script).stream()).toList();
  }

  private static List<CrashCase> of(CrashScript script) {
    List<String> points = script.points();
    return IntStream.range(0, points.size())
        .boxed()
        .flatMap(
            index -> {
              String point = points.get(index);
              int number = 1 + Collections.frequency(points.subList(0, index), point);
              return Stream.of("before", "after")
                  .map(side -> new CrashCase(script, side, point, number));
            })
        .toList();
  }

  /**
   * One of each script, where the scripts before it were killed least often, and one of each save
   * point that has none by then: few enough for every build.
   */
  static List<CrashCase> sample() {
    Map<String, Integer> taken = new HashMap<>();
    List<CrashCase> sample = new ArrayList<>();
    for (CrashScript script : CrashScript.all()) {
      CrashCase rarest =
          of(script).stream().min(Comparator.comparing(one -> one.timesTaken(taken))).orElseThrow();
      taken.merge(rarest.point, 1, Integer::sum);
      taken.merge(rarest.side + rarest.point, 1, Integer::sum);
      sample.add(rarest);
    }
    all().stream().filter(one -> taken.putIfAbsent(one.point, 1) == null).forEach(sample::add);
    return sample;
  }

  private int timesTaken(Map<String, Integer> taken) {
    return taken.getOrDefault(point, 0) + taken.getOrDefault(side + point, 0);
  }

  /** As {@code before:stop.stopping:1}. */
  String place() {
    return side + ":" + point + ":" + number;
  }

  /** As {@code stop before:stop.stopping:1}. */
  @Override
  public String toString() {
    return script + " " + place();
  }
}
