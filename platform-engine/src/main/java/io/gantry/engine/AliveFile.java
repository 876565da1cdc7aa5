package io.gantry.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Tells whether the host was rebooted since an engine ran here (REFRESH-1): the file lies on tmpfs
 * and names the boot, in case its directory does not.
 */
record AliveFile(Path file, Path bootId) {

  static AliveFile in(Path runDir) {
    return new AliveFile(runDir.resolve("alive"), Path.of("/proc/sys/kernel/random/boot_id"));
  }

  /** Whether it is missing or of an earlier boot. */
  boolean tellsReboot() throws IOException {
    try {
      return !Files.readAllLines(file).equals(Files.readAllLines(bootId));
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  void write() throws IOException {
    Files.write(file, Files.readAllLines(bootId));
  }
}
