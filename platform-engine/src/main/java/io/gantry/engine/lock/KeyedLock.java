package io.gantry.engine.lock;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One lock per container, pod or volume, existing while somebody holds it or waits for it.
 * Thread-safe.
 *
 * @param <K> id of what is locked
 */
public final class KeyedLock<K> {
  private final ConcurrentHashMap<K, Entry> entries = new ConcurrentHashMap<>();
  private final String kind;

  private static final class Entry {
    private final ReentrantLock lock = new ReentrantLock(true);
    private int users; // guarded by the map's own lock on the entry
  }

  /**
   * @param kind what is locked, for messages
   */
  public KeyedLock(String kind) {
    this.kind = kind;
  }

  /**
   * Takes the lock.
   *
   * @throws GantryException TIMEOUT after the deadline, WILL_DEADLOCK if this thread holds it
   *     (SAVE-5)
   */
  public void lock(K id, Duration deadline) {
    Entry entry = entries.compute(id, (key, known) -> use(known));
    boolean locked = false;
    try {
      locked = acquire(id, entry.lock, deadline);
    } finally {
      if (!locked) {
        leave(id);
      }
    }
  }

  /** Takes the lock if nobody has it. */
  public boolean tryLock(K id) {
    Entry entry = entries.compute(id, (key, known) -> use(known));
    boolean locked = !entry.lock.isHeldByCurrentThread() && entry.lock.tryLock();
    if (!locked) {
      leave(id);
    }
    return locked;
  }

  private boolean acquire(K id, ReentrantLock lock, Duration deadline) {
    if (lock.isHeldByCurrentThread()) {
      throw GantryException.of(
              ErrorCode.WILL_DEADLOCK, "the operation would wait for a lock it holds itself")
          .about(kind, id);
    }
    try {
      if (lock.tryLock(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GantryException.of(ErrorCode.TIMEOUT, "interrupted while waiting for the " + kind, e)
          .about(kind, id);
    }
    throw GantryException.of(
            ErrorCode.TIMEOUT,
            "another operation has held the %s for %d s: repeat later"
                .formatted(kind, deadline.toSeconds()))
        .about(kind, id);
  }

  /** Gives back a lock of this thread. */
  public void unlock(K id) {
    Entry entry = entries.get(id);
    if (entry == null) {
      throw new IllegalMonitorStateException("no lock of " + id);
    }
    entry.lock.unlock();
    leave(id);
  }

  private static Entry use(Entry known) {
    Entry entry = known == null ? new Entry() : known;
    entry.users++;
    return entry;
  }

  private void leave(K id) {
    entries.computeIfPresent(id, (key, entry) -> --entry.users == 0 ? null : entry);
  }
}
