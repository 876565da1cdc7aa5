package io.gantry.ctl.client;

import io.gantry.api.node.StreamFrame;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Where a process's output goes, by the number of its descriptor. */
public record ProcessOutput(OutputStream out, OutputStream err) {
  void write(byte channel, ByteBuffer payload) throws IOException {
    OutputStream stream = channel == StreamFrame.STDERR ? err : out;
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    stream.write(bytes);
    stream.flush();
  }
}
