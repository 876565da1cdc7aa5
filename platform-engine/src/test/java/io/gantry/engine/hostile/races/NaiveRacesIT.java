package io.gantry.engine.hostile.races;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.hostile.Act;
import io.gantry.engine.hostile.Area.Needs;
import io.gantry.engine.hostile.Ground;
import io.gantry.engine.hostile.Grounds;
import io.gantry.engine.hostile.races.Race.Round;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Operations as one writes them who looks first and acts then: the same races against them are
 * lost, and seen to be.
 */
@RequiresHost("root")
class NaiveRacesIT {
  private static final Duration TURN = Duration.ofMillis(300);
  private static final int TURNS = 100;

  private final Grounds grounds;
  private final AtomicInteger number = new AtomicInteger();

  NaiveRacesIT(@TempDir Path directory) throws IOException {
    grounds = new Grounds(directory);
  }

  @AfterEach
  void leaveNothing() {
    grounds.close();
  }

  /** Done only after a look has found a directory of the root. */
  @FunctionalInterface
  private interface Step {
    Object in(Path directory) throws IOException;
  }

  @TestFactory
  Stream<DynamicTest> areLost() {
    return Map.<String, Step>of(
            "a file is read",
            directory -> Files.readAllBytes(directory.resolve("secret")),
            "a directory is listed",
            directory -> String.join(" ", Objects.requireNonNull(directory.toFile().list())),
            "a directory is made",
            directory -> Files.createDirectory(directory.resolve("made-" + next())),
            "a file is made and removed",
            directory -> Files.deleteIfExists(Files.createFile(directory.resolve("f-" + next()))),
            "a file is given away",
            directory -> Files.setAttribute(directory.resolve("file"), "unix:uid", 4711),
            "a file gets a second name",
            directory -> Files.createLink(second(directory), directory.resolve("secret")),
            "a file is copied",
            directory -> Files.copy(directory.resolve("secret"), second(directory)))
        .entrySet()
        .stream()
        .map(step -> DynamicTest.dynamicTest(step.getKey(), () -> isLost(step.getValue())));
  }

  private int next() {
    return number.getAndIncrement();
  }

  private Path second(Path directory) {
    return directory.resolveSibling("second-" + next());
  }

  private void isLost(Step step) throws Exception {
    grounds.play(
        ground -> {
          Race race = new Race("naive", Needs.ROOT, g -> naive(g, step));
          @Nullable AssertionError seen = null;
          for (int turn = 0; seen == null && turn < TURNS; turn++) {
            seen = loss(ground, race);
          }
          assertThat(seen).as("a race that nobody has seen to be lost").isNotNull();
        });
  }

  private static @Nullable AssertionError loss(Ground ground, Race race) throws Exception {
    try {
      Object unused = new RaceRun(ground, race).run(TURN);
      return null;
    } catch (AssertionError lost) {
      return lost;
    }
  }

  private static Round naive(Ground ground, Step step) throws Exception {
    Path swapped = ground.root().resolve("swapped");
    Shifting shifting =
        Files.exists(ground.root().resolve("other"), LinkOption.NOFOLLOW_LINKS)
            ? new Shifting(ground.root(), "swapped")
            : Shifting.make(ground, ground.root(), "swapped");
    Act lookThenAct =
        g -> {
          try {
            return Files.isSymbolicLink(swapped) ? "no directory" : step.in(swapped);
          } catch (FileSystemException e) {
            return "no longer there";
          }
        };
    return Round.of(shifting.pairs().subList(0, 1), lookThenAct);
  }
}
