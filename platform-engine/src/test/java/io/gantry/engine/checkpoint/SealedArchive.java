package io.gantry.engine.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Archives with the seal of a node, whatever they hold. */
public final class SealedArchive {
  private SealedArchive() {}

  /**
   * Writes one.
   *
   * @param home of the engine whose seal it is
   */
  public static Path write(Path archive, Path home, byte[] content) throws IOException {
    SealKey key = new SealKey(home.resolve(SealKey.FILE));
    try (SealedOutput out = new SealedOutput(Files.newOutputStream(archive), key)) {
      out.write(content);
      out.seal();
    }
    return archive;
  }
}
