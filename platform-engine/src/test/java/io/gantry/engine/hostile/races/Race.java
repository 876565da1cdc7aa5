package io.gantry.engine.hostile.races;

import io.gantry.engine.hostile.Act;
import io.gantry.engine.hostile.Area.Needs;
import io.gantry.engine.hostile.Ground;
import io.gantry.engine.linux.Swapper;
import java.util.List;

/**
 * Something the engine does again and again while names under it are exchanged.
 *
 * @param operation what it does, for the reader
 */
public record Race(String operation, Needs needs, Setting setting) {
  /** Prepares a ground for it. */
  @FunctionalInterface
  public interface Setting {
    Round on(Ground ground) throws Exception;
  }

  /**
   * A prepared race.
   *
   * @param pairs what is exchanged
   * @param once what the engine does; what it gives out is looked through each time
   * @param end after the race
   */
  public record Round(List<Swapper.Pair> pairs, Act once, AutoCloseable end) {
    public Round {
      pairs = List.copyOf(pairs);
    }

    /** One that needs no end. */
    static Round of(List<Swapper.Pair> pairs, Act once) {
      return new Round(pairs, once, () -> {});
    }
  }
}
