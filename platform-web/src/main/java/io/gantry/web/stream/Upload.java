package io.gantry.web.stream;

import io.gantry.api.node.StreamFrame;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Passes a request's body on to a node on a thread of its own, so that the answer can be written
 * meanwhile. When the node wants no more, the rest of the body is read and dropped: a client hears
 * an early refusal only after it has sent everything.
 */
final class Upload implements AutoCloseable {
  private final InputStream body;
  private final NodeStream stream;
  private final Thread thread;
  private volatile @Nullable IOException clientFailure;

  private Upload(InputStream body, NodeStream stream) {
    this.body = body;
    this.stream = stream;
    this.thread = Thread.ofVirtual().name("upload").unstarted(this::run);
  }

  static Upload start(InputStream body, NodeStream stream) {
    Upload upload = new Upload(body, stream);
    upload.thread.start();
    return upload;
  }

  private void run() {
    byte[] buffer = new byte[StreamFrame.MAXIMUM_PAYLOAD_BYTES];
    boolean wanted = true;
    try {
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        if (count > 0) {
          wanted = wanted && passOn(ByteBuffer.wrap(buffer, 0, count));
        }
      }
    } catch (IOException e) {
      clientFailure = e;
      stream.close();
      return;
    }
    if (wanted) {
      endInput();
    }
  }

  private boolean passOn(ByteBuffer payload) {
    try {
      stream.send(StreamFrame.STDIN, payload);
      return true;
    } catch (IOException e) {
      // The node wants no more; why, its last frame says.
      return false;
    }
  }

  private void endInput() {
    var unused = passOn(ByteBuffer.allocate(0));
  }

  /** Passes nothing more on, even if the node does not take what is under way. */
  void abandon() {
    stream.close();
  }

  /**
   * Waits until the body was read to its end.
   *
   * @throws IOException if the client broke off
   */
  void finish() throws IOException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a body was read", e);
    }
    IOException failure = clientFailure;
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    finish();
  }
}
