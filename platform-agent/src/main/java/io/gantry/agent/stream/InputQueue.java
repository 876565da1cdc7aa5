package io.gantry.agent.stream;

import io.gantry.api.node.StreamControl;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The other side's input as a stream for one reader. A few frames are held; more hold the sender
 * back. If the other side leaves before the end of its input, reading fails: half an archive must
 * not be taken for a whole one.
 */
final class InputQueue extends InputStream implements Inbound {
  private static final int MOST_FRAMES = 16;
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

  private enum Ending {
    WHOLE,
    BROKEN,
    /** The reader wants no more; what still comes is thrown away. */
    ABANDONED
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  private final Deque<ByteBuffer> frames = new ArrayDeque<>();
  private @Nullable Ending ending;

  /** Used by the reader alone. */
  private ByteBuffer current = ByteBuffer.allocate(0);

  @Override
  public void data(ByteBuffer bytes) throws IOException {
    ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    lock.lock();
    try {
      while (frames.size() >= MOST_FRAMES && ending == null) {
        changed.await();
      }
      if (ending == null) {
        frames.add(copy);
        changed.signalAll();
      }
    } catch (InterruptedException e) {
      throw interrupted();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void endOfInput() {
    end(Ending.WHOLE);
  }

  @Override
  public void control(StreamControl control) {
    if (control.type() == StreamControl.Type.END) {
      end(Ending.WHOLE);
    }
  }

  @Override
  public void closed() {
    end(Ending.BROKEN);
  }

  /** The reader is done. */
  @Override
  public void close() {
    end(Ending.ABANDONED);
  }

  private void end(Ending how) {
    lock.lock();
    try {
      if (ending == null) {
        ending = how;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!current.hasRemaining()) {
      ByteBuffer next = next();
      if (next == null) {
        return -1;
      }
      current = next;
    }
    int count = Math.min(length, current.remaining());
    current.get(buffer, offset, count);
    return count;
  }

  private @Nullable ByteBuffer next() throws IOException {
    lock.lock();
    try {
      long nanos = LONGEST_SILENCE.toNanos();
      while (frames.isEmpty() && ending == null) {
        if (nanos <= 0) {
          throw new IOException("no input came for " + LONGEST_SILENCE);
        }
        nanos = changed.awaitNanos(nanos);
      }
      if (frames.isEmpty() && ending != Ending.WHOLE) {
        throw new IOException("the other side left before the end of its input");
      }
      changed.signalAll();
      return frames.poll();
    } catch (InterruptedException e) {
      throw interrupted();
    } finally {
      lock.unlock();
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while input was passed on");
  }
}
