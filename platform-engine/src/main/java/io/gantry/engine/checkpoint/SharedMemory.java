package io.gantry.engine.checkpoint;

import io.gantry.engine.linux.Mounts;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.storage.ContainerExport;
import io.gantry.engine.storage.TreeUnpack;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a container has in its own shared memory, which goes with its mount (CHECKPOINT-7). Where
 * that is another container's or the host's there is nothing to keep.
 */
final class SharedMemory {
  private SharedMemory() {}

  /** Writes it into the bundle. */
  static void keep(ContainerConfig config) throws IOException {
    Path mounted = mounted(config);
    if (Mounts.isMountPoint(mounted)) {
      Path tar = CheckpointFiles.of(config).file(CheckpointFiles.SHARED_MEMORY);
      ContainerExport.toFile(
          config.id(), tar, archive -> ContainerExport.write(config.id(), mounted, archive));
    }
  }

  /** Brings it back into the shared memory that is mounted anew. */
  static void bringBack(ContainerConfig config) throws IOException {
    Path tar = CheckpointFiles.of(config).file(CheckpointFiles.SHARED_MEMORY);
    Path mounted = mounted(config);
    if (!Files.isRegularFile(tar) || !Mounts.isMountPoint(mounted)) {
      return;
    }
    try (InputStream archive = new BufferedInputStream(Files.newInputStream(tar))) {
      TreeUnpack.into(mounted, mounted, archive);
    }
  }

  private static Path mounted(ContainerConfig config) {
    return config.staticDir().resolve("shm");
  }
}
