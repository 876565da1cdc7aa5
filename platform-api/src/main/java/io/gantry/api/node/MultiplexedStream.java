package io.gantry.api.node;

import java.nio.ByteBuffer;

/**
 * The form in which an HTTP answer carries output and error of a process that has no terminal, as
 * Docker's clients read it: each piece with a header of 8 bytes (rule ATTACH-6).
 */
public final class MultiplexedStream {
  public static final String MEDIA_TYPE = "application/vnd.docker.multiplexed-stream";

  private static final int HEADER_BYTES = 8;
  private static final int LENGTH_OFFSET = 4;

  private MultiplexedStream() {}

  /**
   * What stands before a piece.
   *
   * @param stream number of the process's descriptor, 0 to 2
   * @param length of the piece, in bytes
   */
  public static byte[] header(int stream, int length) {
    return ByteBuffer.allocate(HEADER_BYTES)
        .put(0, (byte) stream)
        .putInt(LENGTH_OFFSET, length)
        .array();
  }
}
