package io.gantry.engine.mount;

import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.linux.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Mounts of one kind in a bundle, which the runtime mounts into the container: one for each
 * destination.
 */
record BundleMounts(Path directory) {
  /** Where that of a destination is. */
  Path place(String destination) {
    return directory.resolve(DestinationDigest.of(destination));
  }

  boolean isMounted(String destination) throws SyscallException {
    Path place = place(destination);
    return Files.exists(place) && Mounts.isMountPoint(place);
  }

  /** Makes the place anew, as a directory or a file. */
  Path make(String destination, boolean asDirectory) throws IOException {
    Path place = place(destination);
    Files.deleteIfExists(place); // of a run that mounted another kind there and was killed
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    return asDirectory ? Files.createDirectory(place) : Files.createFile(place);
  }

  /** Unmounts all there are. Each is tried, the last failure is thrown. */
  void unmount() throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    IOException last = null;
    try (Directory mounts = Directory.open(directory)) {
      for (String name : mounts.list()) {
        try {
          boolean unused = Mounts.unmountPatiently(directory.resolve(name));
          Files.deleteIfExists(directory.resolve(name)); // empty; never what was mounted there
        } catch (IOException e) {
          last = e;
        }
      }
    }
    if (last != null) {
      throw last;
    }
  }
}
