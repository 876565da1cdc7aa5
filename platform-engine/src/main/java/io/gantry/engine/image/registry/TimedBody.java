package io.gantry.engine.image.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a server answers, read with a limit to how long nothing may come; the client's own streams
 * have none. One thread reads; closing early ends the connection.
 */
final class TimedBody extends InputStream implements Flow.Subscriber<List<ByteBuffer>> {
  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private final Duration patience;
  private final Deque<ByteBuffer> buffers = new ArrayDeque<>();
  private volatile Flow.@Nullable Subscription subscription;
  private boolean ended;

  /** Something the client tells. */
  private sealed interface Part {
    record Content(List<ByteBuffer> buffers) implements Part {}

    record End() implements Part {}

    record Failure(Throwable cause) implements Part {}
  }

  TimedBody(Duration patience) {
    this.patience = patience;
  }

  @Override
  public void onSubscribe(Flow.Subscription made) {
    subscription = made;
    made.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> content) {
    parts.add(new Part.Content(content));
  }

  @Override
  public void onError(Throwable failure) {
    parts.add(new Part.Failure(failure));
  }

  @Override
  public void onComplete() {
    parts.add(new Part.End());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    ByteBuffer buffer = filled();
    if (buffer == null) {
      return -1;
    }
    int taken = Math.min(length, buffer.remaining());
    buffer.get(target, offset, taken);
    return taken;
  }

  private @Nullable ByteBuffer filled() throws IOException {
    while (true) {
      ByteBuffer first = buffers.peek();
      if (first != null && first.hasRemaining()) {
        return first;
      }
      if (first != null) {
        buffers.remove();
      } else if (ended) {
        return null;
      } else {
        take(next());
      }
    }
  }

  private Part next() throws IOException {
    try {
      Part part = parts.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (part == null) {
        close();
        throw new HttpTimeoutException("nothing came for " + patience.toSeconds() + " s");
      }
      return part;
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("given up");
    }
  }

  private void take(Part part) throws IOException {
    switch (part) {
      case Part.Content content -> {
        buffers.addAll(content.buffers());
        Flow.Subscription running = subscription;
        if (running != null) {
          running.request(1);
        }
      }
      case Part.End end -> ended = true;
      case Part.Failure failure ->
          throw new IOException(
              "the connection broke: " + failure.cause().getMessage(), failure.cause());
    }
  }

  @Override
  public void close() {
    ended = true;
    buffers.clear();
    Flow.Subscription running = subscription;
    if (running != null) {
      running.cancel();
    }
  }
}
