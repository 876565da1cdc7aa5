package io.gantry.web;

import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamFrame;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One end of a stream with the framing of {@link StreamFrame}. */
public final class FrameSocket implements AutoCloseable, WebSocket.Listener {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final Semaphore pings = new Semaphore(0);
  private ByteBuffer message = ByteBuffer.allocate(StreamFrame.MAXIMUM_PAYLOAD_BYTES + 1);
  private @Nullable WebSocket socket;

  /** What came. */
  public record Frame(byte channel, String text) {
    public StreamControl control() {
      return Client.JSON.readValue(text, StreamControl.class);
    }
  }

  private FrameSocket() {}

  public static FrameSocket open(String address, List<String> headers) {
    FrameSocket frames = new FrameSocket();
    WebSocket.Builder builder = HTTP.newWebSocketBuilder();
    for (int index = 0; index < headers.size(); index += 2) {
      builder.header(headers.get(index), headers.get(index + 1));
    }
    URI uri = URI.create(address.replaceFirst("^http", "ws"));
    frames.socket = builder.buildAsync(uri, frames).join();
    return frames;
  }

  public void send(byte channel, String text) {
    send(channel, text.getBytes(StandardCharsets.UTF_8));
  }

  public void send(byte channel, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 1);
    frame.put(channel).put(payload).flip();
    socket().sendBinary(frame, true).join();
  }

  public void send(StreamControl control) {
    send(StreamFrame.CONTROL, Client.JSON.writeValueAsString(control));
  }

  public Frame next() throws InterruptedException {
    Frame frame = frames.poll(15, TimeUnit.SECONDS);
    if (frame == null) {
      throw new IllegalStateException("no frame came");
    }
    return frame;
  }

  /** Whether a frame comes within half a second. */
  public boolean hasFrame() throws InterruptedException {
    Frame frame = frames.poll(500, TimeUnit.MILLISECONDS);
    return frame != null;
  }

  /** The status the other side closed with. */
  public int awaitClose() {
    return closed.orTimeout(15, TimeUnit.SECONDS).join();
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
    message.put(part);
    if (last) {
      message.flip();
      byte channel = message.get();
      frames.add(new Frame(channel, StandardCharsets.UTF_8.decode(message).toString()));
      message = ByteBuffer.allocate(StreamFrame.MAXIMUM_PAYLOAD_BYTES + 1);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
    pings.release();
    from.request(1);
    return null;
  }

  /** Waits for the next sign that the stream is in use. */
  public void awaitPing() throws InterruptedException {
    if (!pings.tryAcquire(15, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no ping came");
    }
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    closed.complete(status);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    closed.completeExceptionally(failure);
  }

  private WebSocket socket() {
    if (socket == null) {
      throw new IllegalStateException("not open");
    }
    return socket;
  }

  /** Ends in order. */
  public void end() {
    socket().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  /** Breaks off. */
  @Override
  public void close() {
    socket().abort();
  }
}
