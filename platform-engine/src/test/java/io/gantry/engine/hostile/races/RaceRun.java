package io.gantry.engine.hostile.races;

import io.gantry.engine.hostile.Act;
import io.gantry.engine.hostile.Ground;
import io.gantry.engine.hostile.Leaks;
import io.gantry.engine.hostile.Limits;
import io.gantry.engine.hostile.Outcome;
import io.gantry.engine.hostile.Watch;
import io.gantry.engine.linux.Swapper;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Runs a race for some time, or until something of the canary is seen. */
final class RaceRun {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Ground ground;
  private final Race race;
  private final TreeMap<String, Long> ends = new TreeMap<>();

  RaceRun(Ground ground, Race race) {
    this.ground = ground;
    this.race = race;
  }

  /**
   * How it went.
   *
   * @param swaps how often something was exchanged
   * @param ends how often the operation ended in which way
   */
  record Tally(long swaps, TreeMap<String, Long> ends) {
    long rounds() {
      return ends.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** Runs it; the operation in hand when the time is over is done to its end. */
  Tally run(Duration time) throws Exception {
    Race.Round round = race.setting().on(ground);
    Limits limits = new Limits(time.plus(PATIENCE), time.plus(PATIENCE), Long.MAX_VALUE);
    AtomicLong swaps = new AtomicLong();
    try {
      Outcome unused = new Watch(ground, limits).during(g -> swaps.addAndGet(repeat(round, time)));
      return new Tally(swaps.get(), ends);
    } finally {
      round.end().close();
    }
  }

  /** Nothing is exchanged any more when the watch looks through what is left. */
  private long repeat(Race.Round round, Duration time) throws Exception {
    try (Swapper swapper = Swapper.start(round.pairs())) {
      repeat(round.once(), System.nanoTime() + time.toNanos());
      return swapper.swaps();
    }
  }

  private void repeat(Act once, long deadline) throws Exception {
    do {
      Outcome outcome = Outcome.of(once, ground);
      if (outcome instanceof Outcome.NoValue none) {
        throw none.failure();
      }
      if (outcome instanceof Outcome.Done done && Leaks.isMarked(done.result())) {
        throw new AssertionError("it gave out what is the host's: " + done.result());
      }
      ends.merge(word(outcome), 1L, Long::sum);
    } while (System.nanoTime() < deadline);
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done done -> "done";
      case Outcome.Refused refused -> refused.failure().code().name();
      case Outcome.Failed failed -> failed.failure().errno().name();
      case Outcome.NoValue none -> "no value";
    };
  }
}
