package io.gantry.web.stream;

import java.io.IOException;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/** The WebSocket one node dialled for one stream. */
final class NodeSocketHandler extends AbstractWebSocketHandler {
  private final NodeStream stream;

  NodeSocketHandler(NodeStream stream) {
    this.stream = stream;
  }

  @Override
  public void afterConnectionEstablished(WebSocketSession session) {
    stream.connected(new Socket(session));
  }

  @Override
  protected void handleBinaryMessage(WebSocketSession session, BinaryMessage message)
      throws IOException {
    try {
      stream.received(message.getPayload());
    } catch (IOException e) {
      // The client is gone: the node is told by the close, and not that it did wrong.
      stream.close();
    }
  }

  @Override
  protected void handleTextMessage(WebSocketSession session, TextMessage message)
      throws IOException {
    session.close(CloseStatus.NOT_ACCEPTABLE);
  }

  @Override
  public void handleTransportError(WebSocketSession session, Throwable failure) {
    stream.disconnected();
  }

  @Override
  public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
    stream.disconnected();
  }
}
