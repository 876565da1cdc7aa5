package io.gantry.agent.stream;

import io.gantry.engine.exec.AttachSession;
import io.gantry.engine.exec.OutputChunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Sends a session's output until it ends. */
final class SessionOutput {
  private SessionOutput() {}

  static void send(AttachSession session, StreamChannel channel)
      throws IOException, InterruptedException {
    for (Optional<OutputChunk> chunk = session.read(); chunk.isPresent(); chunk = session.read()) {
      OutputChunk output = chunk.get();
      channel.send((byte) output.stream().descriptor(), ByteBuffer.wrap(output.bytes()));
    }
  }
}
