package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.gantry.engine.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random operations against a model of the table of states. The short form is part of every build;
 * {@code -Drandom.life.steps=100000} is the long one, {@code -Drandom.life.seed=N} begins
 * elsewhere.
 */
class RandomLifeTest {
  private static final int STEPS_OF_A_LIFE = 200;
  private static final int STEPS = Integer.getInteger("random.life.steps", 3_000);
  private static final long SEED = Long.getLong("random.life.seed", 20_261_127);
  private static final int MOST_REPLAYS = 400;

  /** Within which a defect shows, whatever the seed. */
  private static final int MOST_LIVES = 50;

  private final Path directory;
  private int lives;

  RandomLifeTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  @Rule({
    "STATES-2",
    "STATES-5",
    "STATES-6",
    "EXIT-10",
    "EXIT-11",
    "STOP-14",
    "SAVE-3",
    "SAVE-4",
    "EVENTS-4",
    "CLEANUP-1",
    "REMOVAL-14"
  })
  void followsTheModelWhateverHappens() {
    for (int life = 0; life * STEPS_OF_A_LIFE < STEPS; life++) {
      long seed = SEED + life;
      List<Step> steps = Step.random(seed, STEPS_OF_A_LIFE);
      Optional<Throwable> violation = live(steps, BrokenBuild.NONE);
      if (violation.isPresent()) {
        List<Step> shortest = shortest(steps);
        fail(
            "seed %d: %s%nthe shortest steps that break the model: %s%n"
                    .formatted(seed, violation.get(), shortest)
                + live(shortest, BrokenBuild.NONE).map(String::valueOf).orElse("not repeatable"),
            violation.get());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void findsADefectThatWasPutIn(BrokenBuild build) {
    boolean found = false;
    for (int life = 0; !found && life < MOST_LIVES; life++) {
      found = live(Step.random(SEED + life, STEPS_OF_A_LIFE), build).isPresent();
    }

    assertThat(found).isTrue();
  }

  @Test
  void findsTheSameWithTheSameSteps() {
    List<Step> steps = Step.random(SEED, STEPS_OF_A_LIFE);

    String first = String.valueOf(live(steps, BrokenBuild.TELLS_AN_END_TWICE));

    assertThat(live(steps, BrokenBuild.TELLS_AN_END_TWICE)).hasToString(first).isPresent();
  }

  /** Returns what broke the model, if anything did. */
  private Optional<Throwable> live(List<Step> steps, BrokenBuild build) {
    int done = 0;
    try (RandomLife life = new RandomLife(newDirectory(), build)) {
      for (Step step : steps) {
        life.run(step);
        done++;
      }
      life.finish();
      return Optional.empty();
    } catch (AssertionError | RuntimeException e) {
      Step last = done < steps.size() ? steps.get(done) : null;
      return Optional.of(new AssertionError("step " + done + ", " + last + ": " + e, e));
    }
  }

  private Path newDirectory() {
    try {
      return Files.createDirectory(directory.resolve("life-" + lives++));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves out steps, many at once at first, as long as the rest breaks the model. */
  private List<Step> shortest(List<Step> steps) {
    List<Step> rest = steps;
    int replays = 0;
    Predicate<List<Step>> breaks = some -> live(some, BrokenBuild.NONE).isPresent();
    for (int size = Math.max(1, rest.size() / 2); size > 0; size /= 2) {
      for (int from = 0; from < rest.size() && replays < MOST_REPLAYS; replays++) {
        List<Step> fewer = without(rest, from, size);
        if (breaks.test(fewer)) {
          rest = fewer;
        } else {
          from += size;
        }
      }
    }
    return rest;
  }

  private static List<Step> without(List<Step> steps, int from, int size) {
    List<Step> fewer = new ArrayList<>(steps.subList(0, from));
    fewer.addAll(steps.subList(Math.min(steps.size(), from + size), steps.size()));
    return fewer;
  }
}
