package io.gantry.engine.storage;

import io.gantry.api.image.Digest;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What of an archive its tree does not keep: headers, padding, order. Together they give the
 * archive back byte by byte, so an image leaves the node with the digests it came with and its
 * layers are not kept twice.
 */
final class LayerRecord {
  private static final int RAW = 1;
  private static final int FILE = 2;
  private static final int END = 3;
  private static final int FLUSH_BYTES = 64 * 1024;

  private LayerRecord() {}

  /** Writes the record, and digests the archive, while it is read; not thread-safe. */
  static final class Writer implements ArchiveStream.Observer, AutoCloseable {
    private final MessageDigest digest = sha256();
    private final DataOutputStream out;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    Writer(OutputStream out) {
      this.out = new DataOutputStream(out);
    }

    @Override
    public void raw(byte[] bytes, int offset, int length) throws IOException {
      digest.update(bytes, offset, length);
      pending.write(bytes, offset, length);
      if (pending.size() >= FLUSH_BYTES) {
        flush();
      }
    }

    @Override
    public void content(byte[] bytes, int offset, int length) {
      digest.update(bytes, offset, length);
    }

    /** The content that follows is the file's of that path. */
    void file(String path, long size) throws IOException {
      flush();
      out.writeByte(FILE);
      out.writeUTF(path);
      out.writeLong(size);
    }

    /** The digest of all that was seen. */
    Digest digest() {
      return new Digest("sha256:" + HexFormat.of().formatHex(digest.digest()));
    }

    private void flush() throws IOException {
      if (pending.size() > 0) {
        out.writeByte(RAW);
        out.writeInt(pending.size());
        pending.writeTo(out);
        pending.reset();
      }
    }

    @Override
    public void close() throws IOException {
      flush();
      out.writeByte(END);
      out.close();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Where the content of a file is found. */
  @FunctionalInterface
  interface Contents {
    InputStream open(String path) throws IOException;
  }

  /** Puts the archive together again. */
  static void replay(InputStream record, Contents contents, OutputStream archive)
      throws IOException {
    DataInputStream in = new DataInputStream(record);
    int kind = in.readByte();
    while (kind != END) {
      if (kind == RAW) {
        copy(in, in.readInt(), archive);
      } else {
        replayFile(in, contents, archive);
      }
      kind = in.readByte();
    }
  }

  private static void replayFile(DataInputStream in, Contents contents, OutputStream archive)
      throws IOException {
    String path = in.readUTF();
    long size = in.readLong();
    try (InputStream content = contents.open(path)) {
      copy(content, size, archive);
    }
  }

  private static void copy(InputStream from, long length, OutputStream to) throws IOException {
    byte[] buffer = new byte[FLUSH_BYTES];
    long left = length;
    while (left > 0) {
      int read = from.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new EOFException("a recorded file is shorter than it was");
      }
      to.write(buffer, 0, read);
      left -= read;
    }
  }
}
