package io.gantry.web.stream;

import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/**
 * The WebSocket of a client that attaches or executes. Frames pass both ways as they are; a client
 * may send input and changes of the terminal's size, nothing else.
 */
final class ClientSocketHandler extends AbstractWebSocketHandler {
  private final NodeStream stream;
  private final ControlCodec codec = new ControlCodec();

  ClientSocketHandler(NodeStream stream) {
    this.stream = stream;
  }

  @Override
  public void afterConnectionEstablished(WebSocketSession session) {
    stream.deliverTo(new ToClient(new Socket(session)));
  }

  @Override
  protected void handleBinaryMessage(WebSocketSession session, BinaryMessage message)
      throws IOException {
    ByteBuffer frame = message.getPayload();
    if (!frame.hasRemaining()) {
      return;
    }
    byte channel = frame.get();
    if (!isAllowed(channel, frame)) {
      session.close(CloseStatus.POLICY_VIOLATION);
      stream.close();
      return;
    }
    try {
      stream.send(channel, frame);
    } catch (IOException e) {
      // The node is gone; the stream's end tells the client.
      stream.disconnected();
    }
  }

  private boolean isAllowed(byte channel, ByteBuffer payload) {
    if (channel == StreamFrame.CONTROL) {
      try {
        return codec.read(payload.duplicate()).type() == StreamControl.Type.RESIZE;
      } catch (IOException e) {
        return false;
      }
    }
    return channel == StreamFrame.STDIN;
  }

  @Override
  protected void handleTextMessage(WebSocketSession session, TextMessage message)
      throws IOException {
    session.close(CloseStatus.NOT_ACCEPTABLE);
  }

  @Override
  public void handleTransportError(WebSocketSession session, Throwable failure) {
    stream.close();
  }

  @Override
  public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
    stream.close();
  }

  /** Passes frames on to the client and closes in order after the last one. */
  private record ToClient(Socket socket) implements StreamReceiver {
    @Override
    public void frame(byte channel, ByteBuffer payload) throws IOException {
      socket.send(channel, payload);
    }

    @Override
    public void closed() {
      socket.close(CloseStatus.NORMAL);
    }
  }
}
