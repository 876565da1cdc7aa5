package io.gantry.engine.lifecycle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One step of a {@link RandomLife}. It means something whatever came before, so that steps can be
 * left out of a list.
 *
 * @param slot which of the few containers it is about
 * @param number what else is to be chosen
 */
record Step(Kind kind, int slot, int number) {
  static final int SLOTS = 4;
  private static final int NUMBERS = 1 << 12;

  /** What is done. */
  enum Kind {
    CREATE(8),
    /** What nobody waits for is done. */
    AHEAD(2),
    INIT(4),
    START(14),
    STOP(7),
    KILL(5),
    PAUSE(5),
    UNPAUSE(4),
    RESTART(6),
    CLEANUP(4),
    REMOVE(4),
    EVICT(1),
    RENAME(2),
    UPDATE(2),
    SYNC(2),
    BATCH(2),
    /** The process ends by itself. */
    EXIT(10),
    /** The monitor is killed. */
    MONITOR_DIES(2),
    /** Somebody deletes the container beside the engine. */
    LOSE(1),
    /** The engine is told that a container may have ended. */
    NOTICE(4),
    /** What follows by itself is done. */
    SETTLE(9),
    /** All timers are due. */
    TIME(5),
    /** Somebody sets the clock. */
    CLOCK(1),
    /** Exits that are old and acknowledged are forgotten. */
    PRUNE(1),
    /** A call of the engine or one of its saves is going to fail. */
    FAIL(5),
    /** The process is going to end in the middle of something. */
    EXIT_AMID(5),
    /** The engine is going to be killed in the middle of something. */
    CRASH_AMID(4),
    /** Somebody else is going to want something while a stop waits. */
    BETWEEN(3),
    /** The engine is closed and opened. */
    REOPEN(2),
    REBOOT(1);

    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }
  }

  private static final List<Kind> WEIGHTED =
      Arrays.stream(Kind.values())
          .flatMap(kind -> java.util.Collections.nCopies(kind.weight, kind).stream())
          .toList();

  static List<Step> random(long seed, int count) {
    Random random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Kind kind = WEIGHTED.get(random.nextInt(WEIGHTED.size()));
      steps.add(new Step(kind, random.nextInt(SLOTS), random.nextInt(NUMBERS)));
    }
    return steps;
  }

  /** One of these, by the step's number. */
  <T> T pick(List<T> choices) {
    return choices.get(number % choices.size());
  }

  /** As {@code START 2 (17)}. */
  @Override
  public String toString() {
    return kind + " " + slot + " (" + number + ")";
  }
}
