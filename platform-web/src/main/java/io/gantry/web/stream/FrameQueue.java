package io.gantry.web.stream;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands frames from the node's thread to the thread of an HTTP request. It holds few frames; when
 * it is full the node is held back. Thread-safe.
 */
final class FrameQueue implements StreamReceiver, AutoCloseable {
  private static final int CAPACITY = 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Frame> frames = new ArrayDeque<>(CAPACITY);
  private boolean complete;
  private boolean abandoned;

  /** One frame; the payload is its own. */
  record Frame(byte channel, ByteBuffer payload) {}

  @Override
  public void frame(byte channel, ByteBuffer payload) throws IOException {
    ByteBuffer copy = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
    lock.lock();
    try {
      while (frames.size() >= CAPACITY && !abandoned) {
        changed.await();
      }
      if (abandoned) {
        throw new IOException("the client is gone");
      }
      frames.add(new Frame(channel, copy));
      changed.signalAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before the client took the frame", e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void closed() {
    lock.lock();
    try {
      complete = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The next frame; empty when all were taken and the stream is over. */
  Optional<Frame> take() {
    return take(Duration.ofNanos(Long.MAX_VALUE));
  }

  /**
   * The next frame; empty when all were taken and the stream is over.
   *
   * @throws GantryException TIMEOUT if none comes in time
   */
  Optional<Frame> take(Duration longest) {
    lock.lock();
    try {
      long left = longest.toNanos();
      while (frames.isEmpty() && !complete) {
        if (left <= 0) {
          throw GantryException.of(ErrorCode.TIMEOUT, "the node did not answer within " + longest);
        }
        left = changed.awaitNanos(left);
      }
      Optional<Frame> next = Optional.ofNullable(frames.poll());
      changed.signalAll();
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GantryException.of(ErrorCode.NODE_UNAVAILABLE, "the control plane is stopping", e);
    } finally {
      lock.unlock();
    }
  }

  /** Waits at most so long for a frame or the end; whether one of them is there. */
  boolean await(Duration longest) {
    lock.lock();
    try {
      long left = longest.toNanos();
      while (frames.isEmpty() && !complete && left > 0) {
        left = changed.awaitNanos(left);
      }
      return !frames.isEmpty() || complete;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GantryException.of(ErrorCode.NODE_UNAVAILABLE, "the control plane is stopping", e);
    } finally {
      lock.unlock();
    }
  }

  /** Whether the reader would wait for the next frame. */
  boolean isEmpty() {
    lock.lock();
    try {
      return frames.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** The reader is gone: whoever wants to put a frame is told so. */
  @Override
  public void close() {
    lock.lock();
    try {
      abandoned = true;
      frames.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
