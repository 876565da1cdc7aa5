package io.gantry.engine.hostile.cases;

import io.gantry.engine.storage.TarBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Archives no program would write. */
final class Archives {
  private static final int HEADER = 512;

  private Archives() {}

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static TarBuilder files(int count) {
    TarBuilder tar = TarBuilder.aTar();
    for (int i = 0; i < count; i++) {
      tar.file("f" + i, "");
    }
    return tar;
  }

  /** Empty members before one that holds something. */
  static byte[] manyMembers(int count, byte[] content) {
    byte[] empty = gzip(new byte[0]);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      bytes.writeBytes(empty);
    }
    bytes.writeBytes(gzip(content));
    return bytes.toByteArray();
  }

  /** A header that says a file follows which is nearly all hole. */
  static byte[] hugeSparseFile() {
    byte[] header = header("sparse", 'S', "ustar  \0", 0);
    put(header, 483, "77777777777\0");
    checksum(header);
    return java.util.Arrays.copyOf(header, 4 * HEADER);
  }

  /** A header that says a file of so many bytes follows. */
  static byte[] header(String name, char kind, String magic, long size) {
    byte[] header = new byte[HEADER];
    put(header, 0, name);
    put(header, 100, "0000644\0" + "0000000\0" + "0000000\0" + "%011o\0".formatted(size));
    put(header, 136, "00000000000\0");
    header[156] = (byte) kind;
    put(header, 257, magic);
    checksum(header);
    return header;
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }

  private static void checksum(byte[] header) {
    put(header, 148, "        ");
    int sum = 0;
    for (byte one : header) {
      sum += one & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
  }
}
