package io.gantry.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.client.ControlPlane;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamFrame;
import io.gantry.api.node.StreamRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StreamsTest {
  private static final StreamRequest REQUEST =
      new StreamRequest(
          "s1",
          "ticket-1",
          "/agent/v1/streams/s1?replica=2",
          StreamRequest.Kind.ATTACH,
          TenantId.DEFAULT,
          null,
          Map.of());

  private final Recorded recorded = new Recorded();
  private TinyWebSocketServer server;
  private ControlPlane client;
  private @Nullable Streams streams;

  @BeforeEach
  void start() throws IOException {
    server = new TinyWebSocketServer();
    client = ControlPlane.signed(server.uri(), now -> "Bearer test", Clock.systemUTC());
  }

  @AfterEach
  void stop() throws IOException {
    if (streams != null) {
      streams.close();
    }
    client.close();
    server.close();
  }

  private void serve(StreamHandler handler) throws IOException {
    streams = new Streams(client, Map.of(StreamRequest.Kind.ATTACH, handler));
    streams.serve(REQUEST);
    server.accept();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void dialsWithItsTicket() throws IOException {
    serve((request, channel) -> StreamControl.end(null));

    assertThat(server.header("gantry-ticket")).isEqualTo("ticket-1");
    assertThat(server.header("authorization")).isEqualTo("Bearer test");
  }

  @Test
  void sendsOutputThenTheEndThenCloses() throws IOException {
    serve(
        (request, channel) -> {
          channel.listen(Inbound.NOTHING);
          channel.send(StreamFrame.STDOUT, bytes("out"));
          channel.send(StreamFrame.STDERR, bytes("err"));
          return StreamControl.end(3);
        });

    assertThat(server.receive().text()).isEqualTo("out");
    assertThat(server.receive().channel()).isEqualTo(StreamFrame.STDERR);
    StreamControl end = server.receive().control();
    assertThat(end.type()).isEqualTo(StreamControl.Type.END);
    assertThat(end.exitCode()).isEqualTo(3);
    assertThat(server.receive().channel()).isEqualTo(-1);
  }

  @Test
  void cutsOutputIntoFramesOfTheAllowedSize() throws IOException {
    int size = 2 * StreamFrame.MAXIMUM_PAYLOAD_BYTES + 5;
    serve(
        (request, channel) -> {
          channel.listen(Inbound.NOTHING);
          channel.send(StreamFrame.STDOUT, ByteBuffer.allocate(size));
          return StreamControl.end(null);
        });

    assertThat(server.receive().text()).hasSize(StreamFrame.MAXIMUM_PAYLOAD_BYTES);
    assertThat(server.receive().text()).hasSize(StreamFrame.MAXIMUM_PAYLOAD_BYTES);
    assertThat(server.receive().text()).hasSize(5);
  }

  @Test
  void goesOnWithOutputAfterTheEndOfInput() throws IOException {
    serve(
        (request, channel) -> {
          channel.listen(recorded);
          recorded.endOfInput.await();
          channel.send(StreamFrame.STDOUT, bytes("late"));
          return StreamControl.end(0);
        });

    server.send(StreamFrame.STDIN, "hello");
    server.send(StreamFrame.STDIN, "");

    assertThat(server.receive().text()).isEqualTo("late");
    assertThat(recorded.input).containsExactly("hello");
  }

  @Test
  void takesInputThatCameBeforeItListened() throws IOException {
    CountDownLatch sent = new CountDownLatch(1);
    serve(
        (request, channel) -> {
          sent.await();
          try (InputQueue input = new InputQueue()) {
            channel.listen(input);
            channel.send(StreamFrame.STDOUT, bytes(input.readAllBytes().length + " bytes"));
          }
          return StreamControl.end(0);
        });

    for (int frame = 0; frame < 100; frame++) {
      server.send(StreamFrame.STDIN, "x".repeat(100));
    }
    server.send(StreamFrame.STDIN, "");
    sent.countDown();

    assertThat(server.receive().text()).isEqualTo("10000 bytes");
  }

  @Test
  void handsControlMessagesOn() throws IOException, InterruptedException {
    serve(
        (request, channel) -> {
          channel.listen(recorded);
          recorded.closed.await();
          return StreamControl.end(null);
        });

    server.send(StreamControl.resize(40, 120));

    StreamControl control = recorded.controls.poll(10, TimeUnit.SECONDS);
    assertThat(control).isEqualTo(StreamControl.resize(40, 120));
  }

  @Test
  void tellsTheHandlerThatTheOtherSideIsGone() throws IOException, InterruptedException {
    serve(
        (request, channel) -> {
          channel.listen(recorded);
          recorded.closed.await();
          return StreamControl.end(null);
        });

    server.drop();

    assertThat(recorded.closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void saysWhatFailed() throws IOException {
    serve(
        (request, channel) -> {
          channel.listen(Inbound.NOTHING);
          throw GantryException.of(ErrorCode.NO_LOGS, "the container keeps no logs");
        });

    StreamControl error = server.receive().control();
    assertThat(error.type()).isEqualTo(StreamControl.Type.ERROR);
    assertThat(error.error()).isEqualTo(ErrorCode.NO_LOGS);
    assertThat(error.message()).isEqualTo("the container keeps no logs");
  }

  @Test
  void leavesAnOtherSideThatBreaksTheFraming() throws IOException, InterruptedException {
    serve(
        (request, channel) -> {
          channel.listen(recorded);
          recorded.closed.await();
          return StreamControl.end(null);
        });

    server.frame(2, new byte[StreamFrame.MAXIMUM_PAYLOAD_BYTES + 2]);

    assertThat(recorded.closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  /** Remembers what came in. */
  private static final class Recorded implements Inbound {
    final BlockingQueue<String> input = new LinkedBlockingQueue<>();
    final BlockingQueue<StreamControl> controls = new LinkedBlockingQueue<>();
    final CountDownLatch endOfInput = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public void data(ByteBuffer bytes) {
      input.add(StandardCharsets.UTF_8.decode(bytes).toString());
    }

    @Override
    public void endOfInput() {
      endOfInput.countDown();
    }

    @Override
    public void control(StreamControl control) {
      controls.add(control);
    }

    @Override
    public void closed() {
      closed.countDown();
    }
  }
}
