package io.gantry.engine.hostile.races;

import io.gantry.engine.hostile.Area.Needs;
import io.gantry.engine.hostile.Ground;
import io.gantry.engine.hostile.Grounds;
import io.gantry.engine.hostile.races.RaceRun.Tally;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestReporter;

/** All races. Each is run for {@code -Drace.seconds}, half a second without it. */
public final class Races {
  private static final Duration TIME =
      Duration.ofMillis(
          (long) (1000 * Double.parseDouble(System.getProperty("race.seconds", "0.5"))));

  private Races() {}

  /** In the order of the page. */
  public static List<Race> all() {
    return Stream.of(
            PathRaces.all(),
            MountRaces.all(),
            VolumeRaces.all(),
            TreeRaces.all(),
            FileRaces.all(),
            ContainerRaces.all())
        .flatMap(List::stream)
        .toList();
  }

  /** Those that need this much of a host, as tests. */
  static Stream<DynamicTest> tests(Needs needs, Grounds grounds, TestReporter reporter) {
    return all().stream()
        .filter(race -> race.needs() == needs)
        .map(
            race ->
                DynamicTest.dynamicTest(
                    race.operation(), () -> grounds.play(ground -> run(race, ground, reporter))));
  }

  private static void run(Race race, Ground ground, TestReporter reporter) throws Exception {
    Tally tally = new RaceRun(ground, race).run(TIME);
    reporter.publishEntry(race.operation(), tally.toString());
    if (tally.swaps() == 0 || tally.rounds() == 0) {
      throw new AssertionError("there was no race: " + tally);
    }
  }
}
