package io.gantry.engine.storage;

import io.gantry.api.image.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The uncompressed archive of a layer on its way to the unpacking: digested, recorded, and bounded
 * in what may stand between two files' contents.
 */
final class ArchiveStream extends InputStream {
  /** More than any real set of headers; a reader of headers keeps them in memory. */
  private static final int MAX_BETWEEN = 1 << 20;

  private final InputStream archive;
  private final LayerRecord.Writer record;
  private final MessageDigest digest = sha256();
  private final ByteArrayOutputStream headers = new ByteArrayOutputStream();
  private boolean inHeaders;
  private long between;
  private long content;

  ArchiveStream(InputStream archive, LayerRecord.Writer record) {
    this.archive = archive;
    this.record = record;
  }

  /** The next bytes are the headers of an entry. */
  void beginEntry() {
    between = MAX_BETWEEN;
    headers.reset();
    inHeaders = true;
  }

  /** The next bytes are a file's content, which the tree keeps; the record only refers to it. */
  void beginContent(String path, long size) throws IOException {
    record.file(path, size);
    content = size;
    inHeaders = false;
  }

  /** The next bytes are content that is recorded as it is. */
  void beginRawContent(long size) {
    between = size;
    inHeaders = false;
  }

  /** What was read since the entry began. */
  byte[] headers() {
    return headers.toByteArray();
  }

  /** Reads what follows the end of the archive and tells the digest of all. */
  Digest finish() throws IOException {
    byte[] rest = new byte[8192];
    beginEntry();
    int length = read(rest, 0, rest.length);
    while (length >= 0) {
      length = read(rest, 0, rest.length);
    }
    return new Digest("sha256:" + HexFormat.of().formatHex(digest.digest()));
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int wanted = (int) Math.min(length, content > 0 ? content : between);
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
    digest.update(buffer, offset, read);
    if (content > 0) {
      content -= read;
    } else {
      between -= read;
      record.raw(buffer, offset, read);
      keepHeaders(buffer, offset, read);
    }
  }

  private void keepHeaders(byte[] buffer, int offset, int length) {
    if (inHeaders) {
      headers.write(buffer, offset, length);
    }
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
