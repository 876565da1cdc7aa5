package io.gantry.engine;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whom the engine's process runs as. Everything it does, mounts, namespaces, cgroups, is done as
 * the host's root; there is no rootless way beside it.
 *
 * @param uid the effective user id
 */
record EngineUser(int uid) {
  private static final int ROOT = 0;

  /** Of this process: the kernel gives its directory to its effective user. */
  static EngineUser ofProcess() {
    try {
      return new EngineUser((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException e) {
      throw new UncheckedIOException("/proc is not there", e);
    }
  }

  /**
   * Returns if it is root.
   *
   * @throws GantryException UNSUPPORTED
   */
  void requireRoot() {
    if (uid != ROOT) {
      throw GantryException.of(
          ErrorCode.UNSUPPORTED,
          "the engine runs as user %d and there is no rootless mode: start it as root"
              .formatted(uid));
    }
  }
}
