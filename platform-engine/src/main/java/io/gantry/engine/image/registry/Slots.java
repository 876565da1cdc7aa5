package io.gantry.engine.image.registry;

import io.gantry.api.container.TenantId;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * How many layers come to the node at once. A tenant has half of the slots at most, so that one
 * whose registry is slow leaves room for the others. Thread-safe.
 */
final class Slots {
  private final Semaphore all;
  private final int mostOfOne;
  private final Map<TenantId, Semaphore> tenants = new ConcurrentHashMap<>();

  Slots(int most) {
    this.all = new Semaphore(most, true);
    this.mostOfOne = Math.max(1, most / 2);
  }

  /** Waits for a slot. */
  Slot take(TenantId tenant) throws InterruptedIOException {
    Semaphore own = tenants.computeIfAbsent(tenant, key -> new Semaphore(mostOfOne, true));
    acquire(own);
    boolean done = false;
    try {
      acquire(all);
      done = true;
    } finally {
      if (!done) {
        own.release();
      }
    }
    return () -> {
      all.release();
      own.release();
    };
  }

  /** Room for one connection. */
  interface Slot {
    void giveBack();
  }

  private static void acquire(Semaphore semaphore) throws InterruptedIOException {
    try {
      semaphore.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("given up");
    }
  }
}
