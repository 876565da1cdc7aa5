package io.gantry.ctl.client;

import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamFrame;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * An open exec or attach session: frames out, frames in, one end. Sending is for one thread; the
 * output is written by the socket's own.
 */
public final class ProcessStream implements AutoCloseable {
  private static final int MAXIMUM_PAYLOAD = StreamFrame.MAXIMUM_PAYLOAD_BYTES;

  private final WebSocket socket;
  private final FrameListener listener;

  private ProcessStream(WebSocket socket, FrameListener listener) {
    this.socket = socket;
    this.listener = listener;
  }

  /**
   * Opens the session. The JDK's client can lose what arrives right behind the answer to the dial,
   * so the server holds the output back until it is told that this side can receive.
   */
  static ProcessStream dial(HttpClient http, Target target, ApiPath path, ProcessOutput output) {
    FrameListener listener = new FrameListener(output);
    WebSocket.Builder builder = http.newWebSocketBuilder();
    if (target.token() != null) {
      builder.header("Authorization", "Bearer " + target.token());
    }
    if (target.tenant() != null) {
      builder.header("Gantry-Tenant", target.tenant());
    }
    try {
      ApiPath held = path.when(true, "awaitReady");
      WebSocket socket = builder.buildAsync(target.resolveSocket(held), listener).join();
      ProcessStream stream = new ProcessStream(socket, listener);
      stream.control(StreamControl.ready());
      return stream;
    } catch (CompletionException e) {
      throw refused(target, e.getCause() == null ? e : e.getCause());
    }
  }

  private static RequestFailed refused(Target target, Throwable cause) {
    if (cause instanceof WebSocketHandshakeException handshake) {
      HttpResponse<?> response = handshake.getResponse();
      return Problems.read(response.statusCode(), response.headers(), body(response));
    }
    return RequestFailed.unreachable(target, cause);
  }

  private static String body(HttpResponse<?> response) {
    return switch (response.body()) {
      case String text -> text;
      case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
      case null, default -> "";
    };
  }

  /** Input for the process. */
  public void send(byte[] buffer, int length) {
    for (int from = 0; from < length; from += MAXIMUM_PAYLOAD) {
      frame(StreamFrame.STDIN, buffer, from, Math.min(MAXIMUM_PAYLOAD, length - from));
    }
  }

  /** Tells the process that its input ended. */
  public void endInput() {
    frame(StreamFrame.STDIN, new byte[0], 0, 0);
  }

  public void resize(int rows, int columns) {
    control(StreamControl.resize(rows, columns));
  }

  private void control(StreamControl control) {
    byte[] text = Json.MAPPER.writeValueAsBytes(control);
    frame(StreamFrame.CONTROL, text, 0, text.length);
  }

  /** What the session ended with; failed with {@link RequestFailed} when it broke. */
  public CompletableFuture<StreamControl> end() {
    return listener.end();
  }

  /** Done once no output is missed any more, if the node was asked to prepare the process. */
  public CompletableFuture<Void> attached() {
    return listener.attached();
  }

  private synchronized void frame(byte channel, byte[] buffer, int from, int length) {
    ByteBuffer message = ByteBuffer.allocate(1 + length);
    message.put(channel).put(buffer, from, length).flip();
    try {
      socket.sendBinary(message, true).join();
    } catch (CompletionException e) {
      // The other side is gone: the end says why, the input has nobody left to read it.
      listener.lost(e.getCause() == null ? e : e.getCause());
    }
  }

  @Override
  public void close() {
    if (!socket.isOutputClosed()) {
      CompletableFuture<WebSocket> sent = socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
      sent.exceptionally(failure -> socket).join();
    }
    socket.abort();
  }
}
