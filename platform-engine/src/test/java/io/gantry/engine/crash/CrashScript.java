package io.gantry.engine.crash;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An operation that is killed.
 *
 * @param points ids of the save points it reaches, from the call until everything that follows has
 *     come to rest, in any order; one may come more than once
 * @param before makes what is there before
 * @param codes how the runs may end that it is about; -1 only if nobody can know
 */
record CrashScript(
    String name,
    List<String> points,
    Consumer<CrashScene> before,
    Consumer<CrashScene> act,
    Set<Integer> codes) {
  private static final int KILLED = 137;

  CrashScript {
    points = List.copyOf(points);
    codes = Set.copyOf(codes);
  }

  /**
   * One whose processes end only by being killed.
   *
   * @param points separated by blanks
   */
  static CrashScript of(
      String name, String points, Consumer<CrashScene> before, Consumer<CrashScene> act) {
    List<String> all = Arrays.asList(points.strip().split(" ", -1));
    return new CrashScript(name, all, before, act, Set.of(KILLED));
  }

  /** The same, whose runs may end in these ways as well. */
  CrashScript endingAlsoWith(Integer... others) {
    Set<Integer> all =
        Set.copyOf(Stream.concat(codes.stream(), Arrays.stream(others)).distinct().toList());
    return new CrashScript(name, points, before, act, all);
  }

  /** All there are. */
  static List<CrashScript> all() {
    return Stream.of(
            StartScripts.ALL,
            EndScripts.ALL,
            RemoveScripts.ALL,
            ChangeScripts.ALL,
            OpenScripts.ALL,
            PodScripts.ALL,
            CheckpointScripts.ALL)
        .flatMap(List::stream)
        .toList();
  }

  static CrashScript named(String name) {
    return all().stream().filter(script -> script.name.equals(name)).findFirst().orElseThrow();
  }

  /** Whether the engine initialises what it creates ahead of its start. */
  boolean parks() {
    return name.equals(StartScripts.AHEAD);
  }

  boolean needsCriu() {
    return CheckpointScripts.ALL.stream().anyMatch(script -> script.name.equals(name));
  }

  @Override
  public String toString() {
    return name;
  }
}
