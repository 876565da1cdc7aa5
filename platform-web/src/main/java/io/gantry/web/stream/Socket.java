package io.gantry.web.stream;

import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;

/**
 * One side of a stream to send to. Sending blocks until the network took the frame. Safe for use by
 * many threads; frames never mix.
 */
public final class Socket {
  /** Tomcat breaks a connection whose reader takes nothing for this long. */
  private static final String SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

  /** Somebody may read a log page by page. */
  private static final Duration LONGEST_SEND = Duration.ofHours(1);

  private final WebSocketSession session;
  private final ReentrantLock sending = new ReentrantLock(true);

  public Socket(WebSocketSession session) {
    this.session = session;
    if (session instanceof NativeWebSocketSession socket
        && socket.getNativeSession() instanceof Session tomcat) {
      tomcat.getUserProperties().put(SEND_TIMEOUT, LONGEST_SEND.toMillis());
    }
  }

  void send(byte channel, ByteBuffer payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(payload.remaining() + 1);
    pass(frame.put(channel).put(payload).flip());
  }

  /** Sends a whole frame on as it came. */
  public void pass(ByteBuffer frame) throws IOException {
    sending.lock();
    try {
      session.sendMessage(new BinaryMessage(frame));
    } catch (IllegalStateException e) {
      throw new IOException("the WebSocket is closed", e);
    } finally {
      sending.unlock();
    }
  }

  /** Shows that the connection is used, unless a frame is under way and shows it already. */
  public void ping() throws IOException {
    if (sending.tryLock()) {
      try {
        session.sendMessage(new PingMessage());
      } catch (IllegalStateException e) {
        throw new IOException("the WebSocket is closed", e);
      } finally {
        sending.unlock();
      }
    }
  }

  /** Closes the WebSocket; it may be closed already. */
  public void close(CloseStatus status) {
    try {
      session.close(status);
    } catch (IOException e) {
      // The connection is broken already, which is as good as closed.
    }
  }
}
