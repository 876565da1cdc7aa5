package io.gantry.engine.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A tar archive on its way to the library that reads its headers. That library keeps headers in
 * memory, whatever their length, so what stands between two files' contents is bounded here.
 */
final class ArchiveStream extends InputStream {
  /** More than any real set of headers. */
  private static final int MAX_HEADERS = 1 << 20;

  /** Sees every byte, in order. */
  interface Observer {
    /** Headers, padding and content that is not kept elsewhere. */
    void raw(byte[] buffer, int offset, int length) throws IOException;

    /** Content of a file. */
    void content(byte[] buffer, int offset, int length) throws IOException;
  }

  private final InputStream archive;
  private final Observer observer;
  private final ByteArrayOutputStream headers = new ByteArrayOutputStream();
  private boolean inHeaders;
  private long rawAllowed;
  private long contentLeft;
  private long position;

  ArchiveStream(InputStream archive, Observer observer) {
    this.archive = archive;
    this.observer = observer;
  }

  /** The next bytes are the headers of an entry. */
  void beginEntry() {
    rawAllowed = MAX_HEADERS;
    headers.reset();
    inHeaders = true;
  }

  /** The next bytes are the content of a file. */
  void beginContent(long size) {
    contentLeft = size;
    inHeaders = false;
  }

  /** The next bytes are content in a form that is not the file's own. */
  void beginRawContent(long size) {
    rawAllowed = size;
    inHeaders = false;
  }

  /** What was read since the entry began. */
  byte[] headers() {
    return headers.toByteArray();
  }

  /** Bytes read so far. */
  long position() {
    return position;
  }

  /** Reads what follows the end of the archive, which may not be much. */
  void drain() throws IOException {
    byte[] rest = new byte[8192];
    beginEntry();
    int length = read(rest, 0, rest.length);
    while (length >= 0) {
      length = read(rest, 0, rest.length);
    }
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int wanted = (int) Math.min(length, contentLeft > 0 ? contentLeft : rawAllowed);
    if (wanted == 0) {
      throw InvalidArchive.because("it holds more than 1 MiB of headers for one entry");
    }
    int read = archive.read(buffer, offset, wanted);
    if (read > 0) {
      account(buffer, offset, read);
    }
    return read;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  private void account(byte[] buffer, int offset, int read) throws IOException {
    position += read;
    if (contentLeft > 0) {
      contentLeft -= read;
      observer.content(buffer, offset, read);
      return;
    }
    rawAllowed -= read;
    observer.raw(buffer, offset, read);
    if (inHeaders) {
      headers.write(buffer, offset, read);
    }
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
