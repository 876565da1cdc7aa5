package io.gantry.engine.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** A stream that may be neither endless nor endlessly slow. */
final class LimitedStream extends FilterInputStream {
  private final LayerLimits limits;
  private final long start = System.nanoTime();
  private long total;

  LimitedStream(InputStream in, LayerLimits limits) {
    super(in);
    this.limits = limits;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    total += Math.max(read, 0);
    if (total > limits.maxBytes()) {
      throw InvalidArchive.because("it is larger than " + limits.maxBytes() + " bytes");
    }
    if (Duration.ofNanos(System.nanoTime() - start).compareTo(limits.longest()) > 0) {
      throw InvalidArchive.because("it did not arrive within " + limits.longest());
    }
    return read;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public long skip(long bytes) throws IOException {
    byte[] skipped = new byte[Math.clamp(bytes, 0, 8192)];
    return Math.max(read(skipped, 0, skipped.length), 0);
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
