package io.gantry.engine.volume;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.state.VolumeRecord;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Which volumes are being written to or read from archives. That takes long, so it holds no lock;
 * nobody removes such a volume meanwhile. Thread-safe.
 */
final class Transfers {
  private final ConcurrentHashMap<String, Integer> running = new ConcurrentHashMap<>();

  /** Notes one; the caller holds the volume's lock. */
  void begin(VolumeRecord volume) {
    running.merge(volume.id(), 1, Integer::sum);
  }

  /** Does what was begun, and ends it in any case. */
  <T> T finish(VolumeRecord volume, Supplier<T> work) {
    try {
      return work.get();
    } finally {
      running.computeIfPresent(volume.id(), (id, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Refuses a removal; the caller holds the volume's lock. */
  void requireNone(VolumeRecord volume) {
    if (running.containsKey(volume.id())) {
      throw GantryException.of(
              ErrorCode.VOLUME_IN_USE, "it is being exported or imported: try again afterwards")
          .about("volume", volume.name());
    }
  }
}
