package io.gantry.engine.storage;

import io.gantry.engine.linux.Mounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Mounts containers' roots for their holders, and unmounts them when nobody holds them any more.
 * One thread at a time works on one container; different ones are independent.
 */
final class StorageMounts {
  private static final int LOCKS = 64;

  private final LayerMount layers;
  private final MountHolds holds = new MountHolds();
  private final Object[] locks = new Object[LOCKS];

  StorageMounts(LayerMount layers) {
    this.layers = layers;
    Arrays.setAll(locks, index -> new Object());
  }

  /** Mounts it unless it is mounted, and counts the holder in; the way there has no links. */
  Path mount(StoragePlace place, MountHolder holder) throws IOException {
    synchronized (lock(place)) {
      Path merged = place.merged().toRealPath();
      if (Mounts.isMountPoint(merged)) {
        holds.add(place, holder);
        return merged;
      }
      holds.clear(place);
      holds.add(place, holder);
      layers.mount(place, merged);
      return merged;
    }
  }

  /** Counts the holder out; empty if it holds nothing. With the last one it is unmounted. */
  OptionalInt unmount(StoragePlace place, MountHolder holder) throws IOException {
    synchronized (lock(place)) {
      int count = holds.count(place);
      if (count == 0 || !holds.has(place, holder)) {
        return OptionalInt.empty();
      }
      if (count == 1) {
        unmountNow(place);
      } else {
        holds.take(place, holder);
      }
      return OptionalInt.of(count - 1);
    }
  }

  /** Unmounts it whoever holds it. */
  void unmountForced(StoragePlace place) throws IOException {
    synchronized (lock(place)) {
      unmountNow(place);
    }
  }

  int count(StoragePlace place) throws IOException {
    synchronized (lock(place)) {
      return holds.count(place);
    }
  }

  private void unmountNow(StoragePlace place) throws IOException {
    boolean unused = Mounts.unmountPatiently(place.merged());
    holds.clear(place);
  }

  private Object lock(StoragePlace place) {
    return locks[Math.floorMod(place.own().hashCode(), LOCKS)];
  }
}
