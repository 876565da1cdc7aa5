package io.gantry.engine.exec;

import io.gantry.api.error.GantryException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Output on its way from the thread that receives it to the one that reads it. Thread-safe. */
final class OutputQueue {
  private static final int CAPACITY = 128;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<OutputChunk> chunks = new ArrayDeque<>();
  private boolean ended;
  private @Nullable GantryException failure;

  /**
   * Adds a chunk, waiting for room.
   *
   * @return false if nobody made room in time or the queue has ended
   */
  boolean offer(OutputChunk chunk, Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long rest = limit.toNanos();
      while (chunks.size() == CAPACITY && !ended && rest > 0) {
        rest = changed.awaitNanos(rest);
      }
      if (ended || chunks.size() == CAPACITY) {
        return false;
      }
      chunks.add(chunk);
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the queue once; what is in it can still be taken. */
  void end(@Nullable GantryException because) {
    lock.lock();
    try {
      if (!ended) {
        ended = true;
        failure = because;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes the next chunk, waiting for it; empty at the end. */
  Optional<OutputChunk> take() throws InterruptedException {
    lock.lock();
    try {
      while (chunks.isEmpty() && !ended) {
        changed.await();
      }
      OutputChunk chunk = chunks.poll();
      if (chunk == null && failure != null) {
        throw failure;
      }
      changed.signalAll();
      return Optional.ofNullable(chunk);
    } finally {
      lock.unlock();
    }
  }
}
