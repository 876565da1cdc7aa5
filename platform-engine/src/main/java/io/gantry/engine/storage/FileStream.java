package io.gantry.engine.storage;

import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.RegularFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Writes a new file by its descriptor, so that a full disk is told apart from bad content. */
final class FileStream extends OutputStream {
  private final Descriptor file;
  private long position;

  /** Takes over the descriptor. */
  FileStream(Descriptor file) {
    this.file = file;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    byte[] part = offset == 0 ? bytes : Arrays.copyOfRange(bytes, offset, offset + length);
    RegularFile.write(file, position, part, length);
    position += length;
  }

  @Override
  public void close() {
    file.close();
  }
}
