package io.gantry.bench.crash;

import io.gantry.bench.product.Installation;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Two that kill at the same time: one the installation's parts, and starts them again; the other
 * the programs of its containers, also while parts are down.
 */
final class Strikers {
  private final History history;
  private final Fire parts;
  private final Fire programs;
  private final int kills;

  /**
   * @param kills how many of both together
   * @param seed the same seed gives the same order of victims
   */
  Strikers(Installation installation, History history, int kills, long seed) {
    this.history = history;
    this.kills = kills;
    this.parts = new Fire(installation, history, new Random(seed), Victim.all(true));
    this.programs = new Fire(installation, history, new Random(seed), Victim.all(false));
  }

  /** How many of so many kills are of parts. */
  static int ofParts(int kills) {
    int all = Stream.of(Victim.values()).mapToInt(Victim::weight).sum();
    int ofParts = Victim.all(true).stream().mapToInt(Victim::weight).sum();
    return kills * ofParts / all;
  }

  /**
   * Kills, evenly over the work; returns after the last.
   *
   * @param containers how much work there will be
   * @param afterPart done after each kill of a part
   */
  void run(int containers, Runnable afterPart) throws IOException, InterruptedException {
    FutureTask<Void> beside =
        new FutureTask<>(
            () -> {
              strikeAll(programs, kills - ofParts(kills), containers, () -> {});
              return null;
            });
    Thread.ofPlatform().daemon().name("strikes-programs").start(beside);
    try {
      strikeAll(parts, ofParts(kills), containers, afterPart);
      beside.get();
    } catch (ExecutionException e) {
      throw new IOException("programs could not be killed", e.getCause());
    } finally {
      beside.cancel(true);
    }
  }

  private void strikeAll(Fire fire, int number, int containers, Runnable after)
      throws IOException, InterruptedException {
    for (int strike = 0; strike < number; strike++) {
      awaitProgress((long) containers * (strike + 1) / (number + 1));
      fire.strike();
      after.run();
    }
  }

  private void awaitProgress(long count) throws InterruptedException {
    while (history.count() < count) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** How many kills there were so far. */
  int count() {
    return kills().values().stream().flatMapToInt(IntStream::of).sum();
  }

  /** How often each was killed so far. */
  Map<Victim, Integer> kills() {
    Map<Victim, Integer> both = new HashMap<>(parts.kills());
    both.putAll(programs.kills());
    return both;
  }
}
