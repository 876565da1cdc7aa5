package io.gantry.agent.stream;

import io.gantry.agent.client.AgentJson;
import io.gantry.agent.work.Threads;
import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamFrame;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One dialled WebSocket with the framing of {@link StreamFrame}. Sending blocks until the network
 * took the frame, so a slow reader holds the source back. Thread-safe: any thread sends, frames are
 * never mixed.
 */
final class StreamChannel implements AutoCloseable {
  private static final Duration SEND_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final WebSocket socket;
  private final FrameListener listener;
  private final ReentrantLock sending = new ReentrantLock(true);

  private StreamChannel(WebSocket socket, FrameListener listener) {
    this.socket = socket;
    this.listener = listener;
  }

  /** Something that opens the WebSocket with the given listener. */
  @FunctionalInterface
  interface Dialer {
    CompletableFuture<WebSocket> dial(WebSocket.Listener listener);
  }

  /**
   * Dials and says that it can receive; nothing is read before {@link #listen}. The JDK's client
   * can lose what arrives right behind the answer to the dial, so the other side holds back until
   * then.
   */
  static StreamChannel open(Dialer dialer) throws IOException, InterruptedException {
    FrameListener listener = new FrameListener();
    WebSocket socket = await(dialer.dial(listener), CLOSE_TIMEOUT.multipliedBy(2));
    StreamChannel channel = new StreamChannel(socket, listener);
    channel.send(StreamControl.ready());
    return channel;
  }

  /**
   * Begins to read, handing everything to the inbound. The socket delivers what has come already on
   * the thread that asks for it, and an inbound may block until the caller takes its input: so
   * another thread asks.
   */
  void listen(Inbound inbound) {
    listener.deliverTo(inbound);
    Threads.once("stream-input", () -> socket.request(1));
  }

  /** Sends bytes on a channel, in as many frames as needed. */
  void send(byte channel, ByteBuffer bytes) throws IOException, InterruptedException {
    do {
      int length = Math.min(bytes.remaining(), StreamFrame.MAXIMUM_PAYLOAD_BYTES);
      ByteBuffer frame = ByteBuffer.allocate(length + 1).put(channel);
      frame.put(bytes.slice(bytes.position(), length)).flip();
      bytes.position(bytes.position() + length);
      sendFrame(frame);
    } while (bytes.hasRemaining());
  }

  void send(StreamControl control) throws IOException, InterruptedException {
    send(StreamFrame.CONTROL, ByteBuffer.wrap(AgentJson.MAPPER.writeValueAsBytes(control)));
  }

  private void sendFrame(ByteBuffer frame) throws IOException, InterruptedException {
    sending.lockInterruptibly();
    try {
      var unused = await(socket.sendBinary(frame, true), SEND_TIMEOUT);
    } finally {
      sending.unlock();
    }
  }

  /** Whether the other side ended the stream or it broke. */
  boolean isClosed() {
    return listener.closed.getCount() == 0;
  }

  /** Sends the last message and closes in order: what was sent before arrives before. */
  void end(StreamControl last) throws IOException, InterruptedException {
    send(last);
    var unused = await(socket.sendClose(WebSocket.NORMAL_CLOSURE, ""), CLOSE_TIMEOUT);
    boolean answered = listener.closed.await(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    if (!answered) {
      socket.abort();
    }
  }

  /** Lets go of the connection, whatever state it is in. */
  @Override
  public void close() {
    socket.abort();
    listener.close();
  }

  private static <T> T await(CompletableFuture<T> future, Duration longest)
      throws IOException, InterruptedException {
    try {
      return future.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("the stream broke: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IOException("the other side took nothing for " + longest, e);
    }
  }

  /** Puts messages together and hands them on, one at a time. */
  private static final class FrameListener implements WebSocket.Listener {
    final CountDownLatch closed = new CountDownLatch(1);
    private final ByteBuffer message = ByteBuffer.allocate(StreamFrame.MAXIMUM_PAYLOAD_BYTES + 1);
    private volatile Inbound inbound = Inbound.NOTHING;

    void deliverTo(Inbound receiver) {
      inbound = receiver;
    }

    @Override
    public void onOpen(WebSocket socket) {
      // Nothing is asked for before somebody listens.
    }

    @Override
    public @Nullable CompletableFuture<?> onBinary(
        WebSocket socket, ByteBuffer part, boolean last) {
      if (part.remaining() > message.remaining()) {
        socket.abort();
        close();
        return null;
      }
      message.put(part);
      if (last) {
        message.flip();
        deliver(socket);
        message.clear();
      }
      socket.request(1);
      return null;
    }

    private void deliver(WebSocket socket) {
      try {
        dispatch();
      } catch (IOException e) {
        socket.abort();
        close();
      }
    }

    private void dispatch() throws IOException {
      if (!message.hasRemaining()) {
        return;
      }
      byte channel = message.get();
      if (channel == StreamFrame.CONTROL) {
        byte[] json = new byte[message.remaining()];
        message.get(json);
        inbound.control(AgentJson.MAPPER.readValue(json, StreamControl.class));
      } else if (message.hasRemaining()) {
        inbound.data(message);
      } else {
        inbound.endOfInput();
      }
    }

    @Override
    public @Nullable CompletableFuture<?> onClose(WebSocket socket, int status, String reason) {
      close();
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      close();
    }

    void close() {
      boolean first;
      synchronized (closed) {
        first = closed.getCount() > 0;
        closed.countDown();
      }
      if (first) {
        inbound.closed();
      }
    }
  }
}
