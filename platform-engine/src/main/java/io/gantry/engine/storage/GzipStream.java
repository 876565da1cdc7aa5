package io.gantry.engine.storage;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Reads gzip of any number of members. Java's own reader recurses once per empty member and others
 * keep header texts in memory; a hostile archive makes use of both, so this one does neither.
 */
final class GzipStream extends InputStream {
  private static final int FLAG_CHECKSUM = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;
  private static final int MAX_HEADER = 256 * 1024;
  private static final int BUFFER = 64 * 1024;

  private final BufferedInputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] input = new byte[BUFFER];
  private int given;
  private int header;
  private boolean ended;

  GzipStream(BufferedInputStream in) throws IOException {
    this.in = in;
    readHeader();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    while (!ended && length > 0) {
      int inflated = inflate(buffer, offset, length);
      if (inflated > 0) {
        checksum.update(buffer, offset, inflated);
        return inflated;
      }
      if (inflater.finished()) {
        endMember();
      } else if (inflater.needsDictionary()) {
        throw new ZipException("gzip data wants a dictionary");
      } else {
        fill();
      }
    }
    return ended ? -1 : 0;
  }

  private int inflate(byte[] buffer, int offset, int length) throws IOException {
    try {
      return inflater.inflate(buffer, offset, length);
    } catch (DataFormatException e) {
      throw new ZipException("gzip data is damaged: " + e.getMessage());
    }
  }

  /** Gives the inflater more, and marks the place so that what it leaves can be read again. */
  private void fill() throws IOException {
    in.mark(BUFFER);
    int read = in.read(input, 0, BUFFER);
    if (read < 0) {
      throw new EOFException("gzip data is cut off");
    }
    inflater.setInput(input, 0, read);
    given = read;
  }

  private void endMember() throws IOException {
    in.reset();
    in.skipNBytes(given - inflater.getRemaining());
    long crc = readInt();
    long size = readInt();
    if (crc != checksum.getValue() || size != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw new ZipException("gzip data has a wrong checksum");
    }
    in.mark(1);
    if (in.read() < 0) {
      ended = true;
    } else {
      in.reset();
      inflater.reset();
      checksum.reset();
      readHeader();
    }
  }

  private void readHeader() throws IOException {
    header = 0;
    if (readByte() != 0x1f || readByte() != 0x8b || readByte() != 8) {
      throw new ZipException("no gzip data");
    }
    int flags = readByte();
    skip(6);
    if ((flags & FLAG_EXTRA) != 0) {
      skip(readByte() | readByte() << 8);
    }
    if ((flags & FLAG_NAME) != 0) {
      skipText();
    }
    if ((flags & FLAG_COMMENT) != 0) {
      skipText();
    }
    if ((flags & FLAG_CHECKSUM) != 0) {
      skip(2);
    }
  }

  private void skipText() throws IOException {
    int character = readByte();
    while (character != 0) {
      character = readByte();
    }
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      readByte();
    }
  }

  private int readByte() throws IOException {
    if (++header > MAX_HEADER) {
      throw new ZipException("gzip header is too long");
    }
    int read = in.read();
    if (read < 0) {
      throw new EOFException("gzip data is cut off");
    }
    return read;
  }

  private long readInt() throws IOException {
    header = 0;
    return readByte() | readByte() << 8 | readByte() << 16 | (long) readByte() << 24;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
