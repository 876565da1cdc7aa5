package io.gantry.engine.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Optional;

/** The complete lines of a file from the last to the first, read block by block. */
final class BackwardLines {
  private static final int BLOCK_BYTES = 64 * 1024;
  private static final int LONGEST_LINE = 1 << 20;

  private final FileChannel channel;

  /** Part of the file; its lines up to the end are still to be given out. */
  private byte[] window = {};

  private long windowStart;
  private int end;

  BackwardLines(FileChannel channel) throws IOException {
    this.channel = channel;
    this.windowStart = channel.size();
    previous(); // what follows the last line's end is still being written
  }

  /** Where the lines that were given out begin. */
  long position() {
    return windowStart + end + 1;
  }

  /** The line before; empty at the beginning of the file. */
  Optional<byte[]> previous() throws IOException {
    while (end >= 0) {
      int begin = lastLineEnd();
      boolean first = begin < 0 && windowStart == 0;
      if (begin >= 0 || first || end > LONGEST_LINE) {
        byte[] line = Arrays.copyOfRange(window, begin + 1, end);
        end = begin;
        return Optional.of(line);
      }
      prependBlock();
    }
    return Optional.empty();
  }

  private int lastLineEnd() {
    int index = end - 1;
    while (index >= 0 && window[index] != '\n') {
      index--;
    }
    return index;
  }

  private void prependBlock() throws IOException {
    int length = (int) Math.min(BLOCK_BYTES, windowStart);
    byte[] larger = new byte[length + end];
    ByteBuffer block = ByteBuffer.wrap(larger, 0, length);
    while (block.hasRemaining()) {
      if (channel.read(block, windowStart - length + block.position()) < 0) {
        throw new IOException("the log became shorter while it was read");
      }
    }
    System.arraycopy(window, 0, larger, length, end);
    window = larger;
    windowStart -= length;
    end += length;
  }
}
