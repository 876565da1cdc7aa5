package io.gantry.engine.checkpoint;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** How an archive is compressed; on the way back it is known by its first bytes. */
public enum ArchiveCompression {
  ZSTD,
  GZIP,
  NONE;

  private static final int BUFFER = 64 * 1024;

  /** A stream whose closing ends the compression and closes the one below. */
  OutputStream compress(OutputStream out) throws IOException {
    return switch (this) {
      case ZSTD -> new ZstdOutputStreamNoFinalizer(out);
      case GZIP -> new GZIPOutputStream(out, BUFFER);
      case NONE -> out;
    };
  }
}
