package io.gantry.engine.state;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Reads events one by one. One thread reads; any may close it, which ends a wait. */
public final class JournalReader implements AutoCloseable {
  private static final int BATCH = 256;

  private final Journal journal;
  private final JournalQuery query;
  private final Deque<JournalEntry> batch = new ArrayDeque<>();
  private final ReentrantLock waking = new ReentrantLock();
  private final Condition woken = waking.newCondition();
  private boolean news;
  private boolean closed;
  private long position;
  private boolean positioned;
  private long missed;

  JournalReader(Journal journal, JournalQuery query) {
    this.journal = journal;
    this.query = query;
    this.positioned = query.after() != null;
    this.position = query.after() == null ? 0 : query.after();
  }

  /**
   * The next event that is wanted, waiting for it when following.
   *
   * @return empty at the end: of what is kept, of the time asked for, or when the reader is closed
   */
  public Optional<JournalEntry> next() throws InterruptedException {
    while (isOpen()) {
      if (batch.isEmpty() && !fetch()) {
        if (!query.follow() || !awaitNews()) {
          return Optional.empty();
        }
      } else {
        JournalEntry entry = batch.poll();
        if (entry != null && query.wants(entry)) {
          return Optional.of(entry);
        }
      }
    }
    return Optional.empty();
  }

  /** How many events after the place it began at were forgotten before they were read. */
  public long missed() {
    return missed;
  }

  private boolean fetch() {
    List<JournalEntry> more = journal.read(position, BATCH);
    if (more.isEmpty()) {
      return false;
    }
    if (positioned) {
      missed += more.getFirst().sequence() - position - 1;
    }
    positioned = true;
    position = more.getLast().sequence();
    batch.addAll(more);
    return true;
  }

  /** Waits until there may be more; false if there cannot be. */
  private boolean awaitNews() throws InterruptedException {
    waking.lockInterruptibly();
    try {
      while (!news && !closed) {
        if (query.until() == null) {
          woken.await();
        } else {
          Duration left = journal.until(query.until());
          if (!left.isPositive()) {
            return false;
          }
          boolean unused = woken.await(left.toMillis() + 1, TimeUnit.MILLISECONDS);
        }
      }
      news = false;
      return !closed;
    } finally {
      waking.unlock();
    }
  }

  private boolean isOpen() {
    waking.lock();
    try {
      return !closed;
    } finally {
      waking.unlock();
    }
  }

  void wake() {
    waking.lock();
    try {
      news = true;
      woken.signalAll();
    } finally {
      waking.unlock();
    }
  }

  @Override
  public void close() {
    waking.lock();
    try {
      closed = true;
      woken.signalAll();
    } finally {
      waking.unlock();
    }
    journal.closed(this);
  }
}
