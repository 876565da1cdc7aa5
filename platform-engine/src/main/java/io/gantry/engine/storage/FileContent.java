package io.gantry.engine.storage;

import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Copies content into an empty file; blocks of zeros become holes. Not thread-safe. */
final class FileContent {
  private static final int BLOCK = 64 * 1024;
  private static final byte[] ZEROS = new byte[BLOCK];

  private final byte[] buffer = new byte[BLOCK];

  void write(InputStream content, Descriptor file) throws IOException {
    long position = 0;
    boolean endsInHole = false;
    int length = content.readNBytes(buffer, 0, BLOCK);
    while (length > 0) {
      endsInHole = length == BLOCK && Arrays.equals(buffer, ZEROS);
      if (!endsInHole) {
        RegularFile.write(file, position, buffer, length);
      }
      position += length;
      length = content.readNBytes(buffer, 0, BLOCK);
    }
    if (endsInHole) {
      RegularFile.truncate(file, position);
    }
  }
}
