package io.gantry.engine.storage;

import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.MountFlags;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.linux.TreeRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Layers over each other, mounted read-only for as long as somebody looks at them. */
final class LayerView {
  static final String PREFIX = ".look-";
  private static final String MERGED = "merged";

  private LayerView() {}

  /**
   * Shows them.
   *
   * @param storage where it is mounted
   * @param layers the uppermost first
   */
  static <T> T show(Path storage, List<Path> layers, Function<Path, T> look) throws IOException {
    Path own = storage.resolve(PREFIX + UUID.randomUUID());
    try {
      Path upper = make(own.resolve("upper"));
      Path work = make(own.resolve("work"));
      Path merged = make(own.resolve(MERGED)).toRealPath();
      List<Path> lower = layers.isEmpty() ? List.of(make(own.resolve("nothing"))) : layers;
      long flags = MountFlags.MS_RDONLY | MountFlags.MS_NODEV | MountFlags.MS_NOSUID;
      new OverlayMount(lower, upper, work).mount(merged, flags, List.of());
      return look.apply(merged);
    } finally {
      remove(own);
    }
  }

  private static Path make(Path directory) throws IOException {
    return Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** Unmounts and removes it, also one of an earlier process; never made is success. */
  static void remove(Path own) throws IOException {
    boolean unused = Mounts.unmountPatiently(own.resolve(MERGED));
    try (Directory parent = Directory.open(own.resolveSibling(""))) {
      TreeRemoval.remove(parent, String.valueOf(own.getFileName()));
    }
  }
}
