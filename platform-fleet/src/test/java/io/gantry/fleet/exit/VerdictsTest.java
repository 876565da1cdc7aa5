package io.gantry.fleet.exit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gantry.api.ledger.ExitVerdict;
import io.gantry.api.ledger.ExitVerdict.Interval;
import io.gantry.api.ledger.ExitVerdict.Word;
import io.gantry.persistence.history.ImageVersionRows.Before;
import io.gantry.persistence.history.ImageVersionRows.Counts;
import io.gantry.persistence.history.ImageVersionRows.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictsTest {
  /** Worked examples of both intervals, as they are printed in textbooks. */
  @Test
  void givesTheIntervalsOfWilsonAndNewcombe() {
    assertInterval(Verdicts.wilson(10, 100), 0.0552, 0.1744);
    assertInterval(Verdicts.wilson(0, 20), 0, 0.1611);
    assertInterval(Verdicts.wilson(20, 20), 0.8389, 1);

    ExitVerdict verdict = Verdicts.of(version(counts(56, 70), counts(48, 80)));

    assertThat(verdict.predecessor())
        .isNotNull()
        .satisfies(before -> assertInterval(before.difference(), 0.0524, 0.3339));
  }

  @ParameterizedTest
  @CsvSource({
    "56, 70, 48, 80, WORSE",
    "48, 80, 56, 70, BETTER",
    "5, 100, 4, 100, NO_DIFFERENCE_SHOWN",
    "0, 10, 0, 10, NO_DIFFERENCE_SHOWN",
    "9, 9, 0, 1000, TOO_FEW_RUNS",
    "500, 1000, 0, 9, TOO_FEW_RUNS",
    "10, 10, 0, 10, WORSE"
  })
  void saysWhatTheCountsShow(long failures, long runs, long earlier, long earlierRuns, Word word) {
    assertThat(Verdicts.of(version(counts(failures, runs), counts(earlier, earlierRuns))).verdict())
        .isEqualTo(word);
  }

  @Test
  void judgesNothingThatIsTheFirst() {
    assertThat(Verdicts.of(version(counts(100, 100), null)).verdict())
        .isEqualTo(Word.NO_PREDECESSOR);
  }

  private static void assertInterval(Interval interval, double low, double high) {
    assertThat(interval.low()).isCloseTo(low, within(0.00005));
    assertThat(interval.high()).isCloseTo(high, within(0.00005));
  }

  private static Counts counts(long failures, long runs) {
    return new Counts(runs, failures, 1);
  }

  private static Version version(Counts counts, @Nullable Counts before) {
    return new Version(
        "web",
        "sha256:2",
        Instant.EPOCH,
        Instant.EPOCH,
        counts,
        before == null ? null : new Before("sha256:1", before));
  }
}
