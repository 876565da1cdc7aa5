package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** One lock per container, existing while somebody holds it or waits for it. Thread-safe. */
final class KeyedLock {
  private final ConcurrentHashMap<ContainerId, Entry> entries = new ConcurrentHashMap<>();

  private static final class Entry {
    private final ReentrantLock lock = new ReentrantLock(true);
    private int users; // guarded by the map's own lock on the entry
  }

  /**
   * Takes the lock.
   *
   * @throws GantryException TIMEOUT after the deadline, WILL_DEADLOCK if this thread holds it
   *     (SAVE-5)
   */
  void lock(ContainerId id, Duration deadline) {
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
  boolean tryLock(ContainerId id) {
    Entry entry = entries.compute(id, (key, known) -> use(known));
    boolean locked = !entry.lock.isHeldByCurrentThread() && entry.lock.tryLock();
    if (!locked) {
      leave(id);
    }
    return locked;
  }

  private static boolean acquire(ContainerId id, ReentrantLock lock, Duration deadline) {
    if (lock.isHeldByCurrentThread()) {
      throw GantryException.of(
              ErrorCode.WILL_DEADLOCK, "the operation would wait for a lock it holds itself")
          .about("container", id);
    }
    try {
      if (lock.tryLock(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GantryException.of(ErrorCode.TIMEOUT, "interrupted while waiting for the container", e)
          .about("container", id);
    }
    throw GantryException.of(
            ErrorCode.TIMEOUT,
            "another operation has held the container for "
                + deadline.toSeconds()
                + " s: repeat later")
        .about("container", id);
  }

  /** Gives back a lock of this thread. */
  void unlock(ContainerId id) {
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

  private void leave(ContainerId id) {
    entries.computeIfPresent(id, (key, entry) -> --entry.users == 0 ? null : entry);
  }
}
