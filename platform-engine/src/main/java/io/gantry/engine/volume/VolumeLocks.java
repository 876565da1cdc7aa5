package io.gantry.engine.volume;

import io.gantry.engine.lock.KeyedLock;
import io.gantry.engine.state.VolumeRecord;
import java.time.Duration;
import java.util.function.Supplier;

/** One lock per volume, taken after that of the container (VOLUME-1). Thread-safe. */
final class VolumeLocks {
  /** A copy from an image, which others wait for, takes as long as the image is large. */
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  private final KeyedLock<Key> locks = new KeyedLock<>("volume");

  /** Names the volume in messages. */
  private record Key(String id, String name) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Works while nobody else does on this volume.
   *
   * @throws io.gantry.api.error.GantryException TIMEOUT, WILL_DEADLOCK if this thread has the lock
   */
  <T> T supply(VolumeRecord volume, Supplier<T> work) {
    Key key = new Key(volume.id(), volume.name());
    locks.lock(key, DEADLINE);
    try {
      return work.get();
    } finally {
      locks.unlock(key);
    }
  }

  /** As {@link #supply}, for work without a result. */
  void run(VolumeRecord volume, Runnable work) {
    VolumeRecord unused =
        supply(
            volume,
            () -> {
              work.run();
              return volume;
            });
  }
}
