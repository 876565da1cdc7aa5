package io.gantry.engine.validation;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Names for containers and pods that were given none (STORAGE-6, POD-11): easy to say, random, not
 * always free.
 */
public record ContainerNames(RandomGenerator random) {
  private static final List<String> QUALITIES =
      List.of(
          "able", "brave", "bright", "calm", "clear", "eager", "early", "fair", "fresh", "gentle",
          "glad", "keen", "kind", "lively", "lucid", "mellow", "neat", "noble", "patient", "polite",
          "quick", "quiet", "ready", "sharp", "silent", "solid", "steady", "swift", "vivid",
          "warm");

  private static final List<String> THINGS =
      List.of(
          "anchor", "beacon", "bridge", "canal", "crane", "current", "derrick", "dock", "ferry",
          "freight", "girder", "harbour", "hoist", "jetty", "keel", "ladder", "lantern", "mast",
          "mooring", "pallet", "pier", "pulley", "quay", "rigging", "rudder", "sail", "tide",
          "trestle", "vessel", "winch");

  private static final int NUMBERS = 10_000;

  String next() {
    return "%s_%s_%d"
        .formatted(
            QUALITIES.get(random.nextInt(QUALITIES.size())),
            THINGS.get(random.nextInt(THINGS.size())),
            random.nextInt(NUMBERS));
  }

  /**
   * Does the work with random names until one is free; any other failure ends it.
   *
   * @throws GantryException as the work does, but not NAME_DUPLICATE
   */
  public <T> T name(Naming<T> work) {
    while (true) {
      try {
        return work.with(next());
      } catch (GantryException e) {
        if (e.code() != ErrorCode.NAME_DUPLICATE) {
          throw e;
        } // somebody has this one: try the next
      }
    }
  }

  /** Work that fails with NAME_DUPLICATE if its name is taken. */
  @FunctionalInterface
  public interface Naming<T> {
    T with(String name);
  }
}
