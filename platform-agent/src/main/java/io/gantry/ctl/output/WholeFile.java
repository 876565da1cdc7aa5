package io.gantry.ctl.output;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are written in one piece. */
public final class WholeFile {
  private WholeFile() {}

  /** Writes all of the input; a file with the name wished for is always whole. */
  public static void write(InputStream input, Path file) throws IOException {
    Path target = file.toAbsolutePath();
    Path written = Files.createTempFile(target.getParent(), ".gantryctl", ".part");
    try {
      Files.copy(input, written, StandardCopyOption.REPLACE_EXISTING);
      Files.move(written, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }
}
