package io.gantry.ctl.client;

import io.gantry.api.node.StreamFrame;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Takes an answer in the form of {@link io.gantry.api.node.MultiplexedStream} apart. */
public final class LogFrames {
  private static final int LARGEST = 16 * 1024 * 1024;

  private LogFrames() {}

  /** Copies until the answer ends; returns how many bytes of output there were. */
  public static long copy(InputStream source, ProcessOutput output) throws IOException {
    DataInputStream frames = new DataInputStream(source);
    long copied = 0;
    for (int channel = frames.read(); channel >= 0; channel = frames.read()) {
      frames.readNBytes(3);
      int length = frames.readInt();
      if (length < 0 || length > LARGEST) {
        throw new IOException("a frame of " + length + " bytes cannot be right");
      }
      byte[] payload = frames.readNBytes(length);
      if (payload.length < length) {
        throw new EOFException("the logs broke off inside a line");
      }
      output.write(
          channel == StreamFrame.STDERR ? StreamFrame.STDERR : StreamFrame.STDOUT,
          ByteBuffer.wrap(payload));
      copied += length;
    }
    return copied;
  }
}
