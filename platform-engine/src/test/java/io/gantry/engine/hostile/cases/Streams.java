package io.gantry.engine.hostile.cases;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

/** Archives that arrive in a way of their own. */
final class Streams {
  private static final long PAUSE_NANOS = 100_000;

  private Streams() {}

  /** Zeros without end, after the header of a file of 4 GiB. */
  static InputStream endless() {
    byte[] header = Archives.header("a", '0', "ustar\00000", 1L << 32);
    return new SequenceInputStream(new ByteArrayInputStream(header), new Zeros());
  }

  /** A gzip header whose file name does not end soon. */
  static InputStream endlessGzipName() {
    byte[] begin = {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0};
    byte[] name = new byte[1 << 20];
    Arrays.fill(name, (byte) 'a');
    return new SequenceInputStream(new ByteArrayInputStream(begin), new ByteArrayInputStream(name));
  }

  /** The content's bytes one by one, for ever. */
  static InputStream slow(byte[] content) {
    return new Slow(content);
  }

  private static final class Zeros extends InputStream {
    @Override
    public int read() {
      return 0;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      Arrays.fill(buffer, offset, offset + length, (byte) 0);
      return length;
    }
  }

  private static final class Slow extends InputStream {
    private final byte[] content;
    private int position;

    Slow(byte[] content) {
      this.content = content;
    }

    @Override
    public int read() {
      long until = System.nanoTime() + PAUSE_NANOS;
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      return content[position++ % content.length] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      buffer[offset] = (byte) read();
      return 1;
    }
  }
}
