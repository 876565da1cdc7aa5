package io.gantry.agent;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One agent per home directory: the kernel frees the lock however its holder ends. */
final class HomeLock implements AutoCloseable {
  private final FileChannel file;

  private HomeLock(FileChannel file) {
    this.file = file;
  }

  /**
   * Takes the lock.
   *
   * @throws GantryException CONFLICT if another process holds it
   */
  static HomeLock take(Path home) throws IOException {
    FileChannel file =
        FileChannel.open(
            home.resolve("agent.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (file.tryLock() == null) {
      file.close();
      throw GantryException.of(
          ErrorCode.CONFLICT,
          "another agent works in " + home + ": stop it, or choose another --home and --run-dir");
    }
    return new HomeLock(file);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
