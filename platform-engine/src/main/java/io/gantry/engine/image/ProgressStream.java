package io.gantry.engine.image;

import io.gantry.api.image.TransferProgress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells how much of something was read; closing it leaves the stream it reads open. */
final class ProgressStream extends FilterInputStream {
  private static final long STEP = 1 << 20;

  private final String item;
  private final TransferProgress progress;
  private long bytes;
  private long told;

  ProgressStream(InputStream in, String item, TransferProgress progress) {
    super(in);
    this.item = item;
    this.progress = progress;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    bytes += Math.max(read, 0);
    if (read < 0 || bytes - told >= STEP) {
      told = bytes;
      progress.moved(item, bytes, TransferProgress.UNKNOWN);
    }
    return read;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() {
    // The stream is the caller's.
  }
}
