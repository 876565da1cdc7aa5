package io.gantry.agent.stream;

import io.gantry.api.node.StreamFrame;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Writes to a stream's standard output; blocks while the other side does not read. */
final class ChannelOutput extends OutputStream {
  private final StreamChannel channel;

  ChannelOutput(StreamChannel channel) {
    this.channel = channel;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return;
    }
    try {
      channel.send(StreamFrame.STDOUT, ByteBuffer.wrap(bytes, offset, length));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while an archive was sent");
    }
  }
}
