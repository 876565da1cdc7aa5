package io.gantry.web.stream;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;

/**
 * A stream to a node, as the client's side sees it. Whoever opened it says once where its frames go
 * and closes it. Thread-safe.
 */
public final class NodeStream implements AutoCloseable {
  private static final Duration RECEIVER_PATIENCE = Duration.ofSeconds(30);

  private final ControlCodec codec;
  private final Runnable whenClosed;
  private final CompletableFuture<Socket> dialled = new CompletableFuture<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<StreamReceiver> receiver = new CompletableFuture<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicBoolean endTold = new AtomicBoolean();
  private volatile StreamNote note = StreamNote.NONE;
  private volatile boolean broken;
  private volatile @Nullable StreamControl end;

  NodeStream(ControlCodec codec, Runnable whenClosed) {
    this.codec = codec;
    this.whenClosed = whenClosed;
  }

  /** How the stream ends is noted there. Called before anybody dials. */
  void noteEnd(StreamNote taker) {
    note = taker;
  }

  /** Sends one frame to the node; blocks until the network took it. */
  void send(byte channel, ByteBuffer payload) throws IOException {
    Socket socket = dialled.getNow(null);
    if (socket == null) {
      throw new IOException("the node has not dialled");
    }
    socket.send(channel, payload);
  }

  /** Frames that came already, and all that come, go to the receiver. */
  void deliverTo(StreamReceiver taker) {
    if (!receiver.complete(taker)) {
      throw new IllegalStateException("the stream has a receiver");
    }
    if (over.get()) {
      tellEnd(taker);
    }
  }

  /**
   * Waits until the node has dialled and can receive.
   *
   * @throws GantryException NODE_UNAVAILABLE if it does not dial in time
   */
  void awaitDial(Duration longest) {
    try {
      ready.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw GantryException.of(
          ErrorCode.NODE_UNAVAILABLE,
          "the node did not open the stream within %d s: see whether its agent runs"
              .formatted(longest.toSeconds()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GantryException.of(ErrorCode.NODE_UNAVAILABLE, "the control plane is stopping", e);
    }
  }

  void connected(Socket socket) {
    if (!dialled.complete(socket) || over.get()) {
      socket.close(CloseStatus.GOING_AWAY);
    }
  }

  /** One message from the node. */
  void received(ByteBuffer message) throws IOException {
    if (!message.hasRemaining()) {
      return;
    }
    byte channel = message.get();
    if (channel == StreamFrame.CONTROL) {
      StreamControl control = codec.read(message.duplicate());
      if (control.type() == StreamControl.Type.READY) {
        ready.complete(null);
        return;
      }
      if (control.type() == StreamControl.Type.END || control.type() == StreamControl.Type.ERROR) {
        end = control;
      }
    }
    awaitReceiver().frame(channel, message);
  }

  /** The node's side is gone. Whether the stream was complete is told by its last frame. */
  void disconnected() {
    broken = end == null;
    finish();
  }

  private void finish() {
    if (over.compareAndSet(false, true)) {
      try {
        noteOutcome();
      } finally {
        StreamReceiver taker = receiver.getNow(null);
        if (taker != null) {
          tellEnd(taker);
        }
        whenClosed.run();
      }
    }
  }

  private void noteOutcome() {
    StreamControl last = end;
    if (last != null && last.type() == StreamControl.Type.END) {
      note.answered(null, last.exitCode());
    } else if (last != null) {
      note.answered(last.error() == null ? ErrorCode.INTERNAL : last.error(), null);
    } else {
      boolean left = ready.isDone() && !broken;
      note.answered(left ? ErrorCode.DETACHED : ErrorCode.NODE_UNAVAILABLE, null);
    }
  }

  /** Once, by whoever comes later: the end or the receiver. */
  private void tellEnd(StreamReceiver taker) {
    if (endTold.compareAndSet(false, true)) {
      if (broken) {
        reportBreak(taker);
      }
      taker.closed();
    }
  }

  private void reportBreak(StreamReceiver taker) {
    try {
      taker.frame(
          StreamFrame.CONTROL,
          codec.write(
              StreamControl.error(
                  ErrorCode.NODE_UNAVAILABLE, "the node's side of the stream broke")));
    } catch (IOException e) {
      // The client is gone as well; nobody is left to be told.
    }
  }

  void ping() {
    Socket socket = dialled.getNow(null);
    if (socket == null) {
      return;
    }
    try {
      socket.ping();
    } catch (IOException e) {
      disconnected();
    }
  }

  private StreamReceiver awaitReceiver() throws IOException {
    try {
      return receiver.get(RECEIVER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before the client took the stream", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no client took the stream", e);
    }
  }

  /** Lets go of the stream; the node sees its WebSocket closed. */
  @Override
  public void close() {
    finish();
    Socket socket = dialled.getNow(null);
    if (socket != null) {
      socket.close(CloseStatus.NORMAL);
    }
  }
}
