package io.gantry.web.replica;

import io.gantry.web.stream.Socket;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/**
 * One of the two WebSockets of a forwarded stream. What comes is sent on before the next is read,
 * so each side is read only as fast as the other takes it.
 */
final class ForwardedSide extends AbstractWebSocketHandler {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final CompletableFuture<Socket> own;
  private final CompletableFuture<Socket> other;

  ForwardedSide(CompletableFuture<Socket> own, CompletableFuture<Socket> other) {
    this.own = own;
    this.other = other;
  }

  @Override
  public void afterConnectionEstablished(WebSocketSession session) {
    own.complete(new Socket(session));
  }

  @Override
  protected void handleBinaryMessage(WebSocketSession session, BinaryMessage message)
      throws IOException {
    try {
      opposite().pass(message.getPayload());
    } catch (IOException e) {
      session.close(CloseStatus.GOING_AWAY);
    }
  }

  private Socket opposite() throws IOException {
    try {
      return other.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before the other side was there", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the other side is not there", e);
    }
  }

  @Override
  public void handleTransportError(WebSocketSession session, Throwable failure) {
    end(CloseStatus.SERVER_ERROR);
  }

  @Override
  public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
    end(CloseStatus.NORMAL.getCode() == status.getCode() ? status : CloseStatus.GOING_AWAY);
  }

  private void end(CloseStatus status) {
    var unused = other.thenAccept(socket -> socket.close(status));
  }
}
