package io.gantry.web.stream;

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
 * may send input and changes of the terminal's size, nothing else but that it is ready.
 */
final class ClientSocketHandler extends AbstractWebSocketHandler {
  private final NodeStream stream;
  private boolean awaitReady;
  private final ControlCodec codec = new ControlCodec();

  /**
   * @param awaitReady whether the client says when it can receive; nothing is sent before
   */
  ClientSocketHandler(NodeStream stream, boolean awaitReady) {
    this.stream = stream;
    this.awaitReady = awaitReady;
  }

  @Override
  public void afterConnectionEstablished(WebSocketSession session) {
    if (!awaitReady) {
      deliverTo(session);
    }
  }

  private void deliverTo(WebSocketSession session) {
    awaitReady = false;
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
    switch (kind(channel, frame)) {
      case READY -> deliverTo(session);
      case FOR_THE_NODE -> pass(channel, frame);
      case REFUSED -> {
        session.close(CloseStatus.POLICY_VIOLATION);
        stream.close();
      }
    }
  }

  private enum Kind {
    READY,
    FOR_THE_NODE,
    REFUSED
  }

  private Kind kind(byte channel, ByteBuffer payload) {
    if (channel == StreamFrame.STDIN) {
      return Kind.FOR_THE_NODE;
    }
    if (channel != StreamFrame.CONTROL) {
      return Kind.REFUSED;
    }
    try {
      return switch (codec.read(payload.duplicate()).type()) {
        case READY -> awaitReady ? Kind.READY : Kind.REFUSED;
        case RESIZE -> Kind.FOR_THE_NODE;
        case ATTACHED, PROGRESS, RESULT, END, ERROR -> Kind.REFUSED;
      };
    } catch (IOException e) {
      return Kind.REFUSED;
    }
  }

  private void pass(byte channel, ByteBuffer frame) {
    try {
      stream.send(channel, frame);
    } catch (IOException e) {
      // The node is gone; the stream's end tells the client.
      stream.disconnected();
    }
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
