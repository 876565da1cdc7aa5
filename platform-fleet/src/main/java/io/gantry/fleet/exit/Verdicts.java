package io.gantry.fleet.exit;

import io.gantry.api.ledger.ExitVerdict;
import io.gantry.api.ledger.ExitVerdict.Interval;
import io.gantry.api.ledger.ExitVerdict.Predecessor;
import io.gantry.api.ledger.ExitVerdict.Sample;
import io.gantry.api.ledger.ExitVerdict.Word;
import io.gantry.persistence.history.ImageVersionRows.Before;
import io.gantry.persistence.history.ImageVersionRows.Counts;
import io.gantry.persistence.history.ImageVersionRows.Version;
import org.jspecify.annotations.Nullable;

/** Judges a version of an image by the counts of it and of what ran before it. */
final class Verdicts {
  /** With fewer runs on either side nothing is said. */
  static final int FEWEST_RUNS = 10;

  /** The normal distribution's quantile that leaves 2.5 of 100 on each side. */
  private static final double Z = 1.959963984540054;

  private Verdicts() {}

  static ExitVerdict of(Version version) {
    Sample sample = sample(version.counts());
    Predecessor before = predecessor(sample, version.before());
    return new ExitVerdict(
        version.image(),
        version.digest(),
        version.firstStartedAt(),
        version.lastFinishedAt(),
        sample,
        before,
        word(sample, before));
  }

  private static @Nullable Predecessor predecessor(Sample sample, @Nullable Before before) {
    if (before == null) {
      return null;
    }
    Sample earlier = sample(before.counts());
    return new Predecessor(before.digest(), earlier, difference(sample, earlier));
  }

  private static Word word(Sample sample, @Nullable Predecessor before) {
    if (before == null) {
      return Word.NO_PREDECESSOR;
    }
    if (Math.min(sample.runs(), before.sample().runs()) < FEWEST_RUNS) {
      return Word.TOO_FEW_RUNS;
    }
    if (before.difference().low() > 0) {
      return Word.WORSE;
    }
    return before.difference().high() < 0 ? Word.BETTER : Word.NO_DIFFERENCE_SHOWN;
  }

  private static Sample sample(Counts counts) {
    return new Sample(
        counts.runs(),
        counts.failures(),
        counts.containers(),
        (double) counts.failures() / counts.runs(),
        wilson(counts.failures(), counts.runs()));
  }

  /** Wilson's score interval of a proportion. */
  static Interval wilson(long failures, long runs) {
    double rate = (double) failures / runs;
    double square = Z * Z / runs;
    double centre = (rate + square / 2) / (1 + square);
    double half = Z * Math.sqrt(rate * (1 - rate) / runs + square / (4 * runs)) / (1 + square);
    return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
  }

  /** Newcombe's interval of a difference, made of the two intervals of Wilson. */
  static Interval difference(Sample one, Sample other) {
    double difference = one.failureRate() - other.failureRate();
    double down =
        Math.hypot(
            one.failureRate() - one.interval().low(),
            other.interval().high() - other.failureRate());
    double up =
        Math.hypot(
            one.interval().high() - one.failureRate(),
            other.failureRate() - other.interval().low());
    return new Interval(difference - down, difference + up);
  }
}
