package io.gantry.engine.storage;

import io.gantry.api.image.Digest;
import io.gantry.engine.linux.MountFlags;
import io.gantry.engine.linux.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Mounts containers' layers over each other, and unmounts them when nobody holds them any more. One
 * thread at a time works on one container; different ones are independent.
 */
final class StorageMounts {
  private static final Path SELINUX = Path.of("/sys/fs/selinux/enforce");
  private static final int LOCKS = 64;

  private final LayerStore layers;
  private final MountHolds holds = new MountHolds();
  private final Object[] locks = new Object[LOCKS];

  StorageMounts(LayerStore layers) {
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
      mountLayers(place, merged);
      return merged;
    }
  }

  private void mountLayers(StoragePlace place, Path merged) throws IOException {
    StorageOptions options = place.options();
    if (options.volatileLayer()) {
      VolatileLayer.prepare(place);
    }
    OverlayMount overlay = new OverlayMount(lower(options, place), place.upper(), place.work());
    overlay.mount(merged, options.devices() ? 0 : MountFlags.MS_NODEV, further(options));
  }

  /** Overlay wants the uppermost first and at least one. */
  private List<Path> lower(StorageOptions options, StoragePlace place) {
    List<Path> lower = new ArrayList<>(trees(options.layers()));
    if (lower.isEmpty()) {
      lower.add(place.nothing());
    }
    return lower;
  }

  /** The uppermost first. */
  List<Path> trees(List<Digest> diffIds) {
    return diffIds.reversed().stream().map(layers::tree).toList();
  }

  /** A label means something only where the kernel has SELinux (LABELS-3). */
  private static List<String> further(StorageOptions options) {
    List<String> further = new ArrayList<>();
    if (options.volatileLayer()) {
      further.add("volatile");
    }
    if (options.mountLabel() != null && Files.exists(SELINUX)) {
      further.add("context=\"" + options.mountLabel() + "\"");
    }
    return further;
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
