package io.gantry.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeStreamTest {
  private final ControlCodec codec = new ControlCodec();
  private final NodeStream stream = new NodeStream(codec, () -> {});
  private final Received received = new Received();

  @Test
  void tellsAReceiverThatTheNodeBrokeOff() {
    stream.deliverTo(received);

    stream.disconnected();

    assertThat(received.told).containsExactly("error NODE_UNAVAILABLE", "closed");
  }

  @Test
  void tellsAReceiverThatComesLaterThatTheNodeBrokeOff() {
    stream.disconnected();

    stream.deliverTo(received);

    assertThat(received.told).containsExactly("error NODE_UNAVAILABLE", "closed");
  }

  @Test
  void tellsNoBreakAfterTheEndOfTheStream() throws IOException {
    stream.deliverTo(received);
    stream.received(message(StreamControl.end(0)));

    stream.disconnected();

    assertThat(received.told).containsExactly("end", "closed");
  }

  @Test
  void tellsNoBreakToAReceiverThatClosedTheStream() {
    stream.deliverTo(received);

    stream.close();
    stream.disconnected();

    assertThat(received.told).containsExactly("closed");
  }

  private ByteBuffer message(StreamControl control) {
    ByteBuffer payload = codec.write(control);
    return ByteBuffer.allocate(payload.remaining() + 1)
        .put(StreamFrame.CONTROL)
        .put(payload)
        .flip();
  }

  private final class Received implements StreamReceiver {
    private final List<String> told = new ArrayList<>();

    @Override
    public void frame(byte channel, ByteBuffer payload) throws IOException {
      StreamControl control = codec.read(payload);
      ErrorCode error = control.error();
      told.add(error == null ? "end" : "error " + error);
    }

    @Override
    public void closed() {
      told.add("closed");
    }
  }
}
