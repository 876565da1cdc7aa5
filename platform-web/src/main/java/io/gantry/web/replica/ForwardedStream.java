package io.gantry.web.replica;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.StreamFrame;
import io.gantry.web.stream.Socket;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.WebSocketContainer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;

/** A node's WebSocket and the one to the replica that asked for it, joined. Thread-safe. */
final class ForwardedStream {
  private static final Duration DIAL_TIMEOUT = Duration.ofSeconds(5);

  private final CompletableFuture<Socket> node = new CompletableFuture<>();
  private final CompletableFuture<Socket> replica = new CompletableFuture<>();

  /**
   * Dials the replica as the node would have.
   *
   * @throws GantryException NOT_FOUND if that does not take the node's credential and ticket, or is
   *     not reached
   */
  static ForwardedStream dial(URI address, WebSocketHttpHeaders headers) {
    WebSocketContainer container = ContainerProvider.getWebSocketContainer();
    container.setDefaultMaxBinaryMessageBufferSize(StreamFrame.MAXIMUM_PAYLOAD_BYTES + 1);
    ForwardedStream stream = new ForwardedStream();
    ForwardedSide side = new ForwardedSide(stream.replica, stream.node);
    try {
      var unused =
          new StandardWebSocketClient(container)
              .execute(side, headers, address)
              .get(DIAL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return stream;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refusal(e);
    } catch (ExecutionException | TimeoutException e) {
      throw refusal(e);
    }
  }

  private static GantryException refusal(Exception cause) {
    return GantryException.of(
        ErrorCode.NOT_FOUND, "the replica that asked for this stream does not take it", cause);
  }

  /** Takes the node's side. */
  WebSocketHandler nodeSide() {
    return new ForwardedSide(node, replica);
  }

  /** Shows proxies on the way to the node that the stream is in use; false once it is over. */
  boolean ping() {
    Socket socket = node.getNow(null);
    try {
      if (socket != null) {
        socket.ping();
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The node did not come after all. */
  void abandon() {
    var unused = replica.thenAccept(socket -> socket.close(CloseStatus.GOING_AWAY));
  }
}
