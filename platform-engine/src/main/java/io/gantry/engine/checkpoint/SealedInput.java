package io.gantry.engine.checkpoint;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;

/** Reads what {@link SealedOutput} wrote, without the seal. Not thread-safe. */
final class SealedInput extends FilterInputStream {
  private static final int BUFFER = 64 * 1024;

  private final Mac mac;
  private final byte[] buffer;
  private int start;
  private int end;
  private boolean ended;

  SealedInput(InputStream in, SealKey key) {
    super(in);
    this.mac = key.mac();
    this.buffer = new byte[BUFFER + mac.getMacLength()];
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (!ended && end - start <= mac.getMacLength()) {
      fill();
    }
    int left = end - start - mac.getMacLength();
    if (length == 0 || left <= 0) {
      return length == 0 ? 0 : -1;
    }
    int count = Math.min(length, left);
    mac.update(buffer, start, count);
    System.arraycopy(buffer, start, bytes, offset, count);
    start += count;
    return count;
  }

  /** What may be the seal stays in the buffer. */
  private void fill() throws IOException {
    System.arraycopy(buffer, start, buffer, 0, end - start);
    end -= start;
    start = 0;
    int read = in.read(buffer, end, buffer.length - end);
    if (read < 0) {
      ended = true;
    } else {
      end += read;
    }
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] skipped = new byte[(int) Math.min(count, BUFFER)];
    return Math.max(0, read(skipped, 0, skipped.length));
  }

  @Override
  public int available() {
    return Math.max(0, end - start - mac.getMacLength());
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /**
   * Reads to the end, and tells whether the seal is the key's over all that was read.
   *
   * @throws EOFException if there is not even room for a seal
   */
  boolean isGenuine() throws IOException {
    long unused = transferTo(OutputStream.nullOutputStream());
    if (end - start < mac.getMacLength()) {
      throw new EOFException("the end is missing");
    }
    byte[] seal = Arrays.copyOfRange(buffer, start, end);
    return MessageDigest.isEqual(seal, mac.doFinal());
  }
}
