package io.gantry.engine.storage;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** How archives are compressed: not at all, gzip or zstd, known by their first bytes. */
public final class Compression {
  private static final int BUFFER = 64 * 1024;
  private static final int MAGIC_BYTES = 4;

  private Compression() {}

  /** The uncompressed content of a stream; closing it closes the stream. */
  public static InputStream decompress(InputStream stream) throws IOException {
    BufferedInputStream in = new BufferedInputStream(stream, BUFFER);
    in.mark(MAGIC_BYTES);
    byte[] magic = in.readNBytes(MAGIC_BYTES);
    in.reset();
    if (begins(magic, 0x1f, 0x8b)) {
      return new GzipStream(in);
    }
    if (begins(magic, 0x28, 0xb5, 0x2f, 0xfd)) {
      return new ZstdInputStreamNoFinalizer(in);
    }
    return in;
  }

  private static boolean begins(byte[] magic, int... expected) {
    for (int i = 0; i < expected.length; i++) {
      if (magic.length <= i || (magic[i] & 0xff) != expected[i]) {
        return false;
      }
    }
    return true;
  }
}
