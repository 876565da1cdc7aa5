package io.gantry.engine.pod;

import io.gantry.api.error.GantryException;
import io.gantry.api.pod.PodId;
import io.gantry.engine.lock.KeyedLock;
import io.gantry.engine.state.PodRecord;
import io.gantry.engine.state.PodStore;
import java.time.Duration;
import java.util.function.Consumer;

/** Hands out locked pods. A pod's lock is taken before those of its members. Thread-safe. */
final class PodLocks {
  private final KeyedLock<PodId> locks = new KeyedLock<>("pod");
  private final PodStore store;
  private final Duration limit;

  PodLocks(PodStore store, Duration limit) {
    this.store = store;
    this.limit = limit;
  }

  /**
   * Takes the pod's lock.
   *
   * @throws GantryException NO_SUCH_POD, TIMEOUT if others hold the lock too long
   */
  LockedPod lock(PodId id) {
    acquire(id);
    return handOut(id);
  }

  /**
   * Does something with the pod, unless somebody else has locked it now.
   *
   * @return false if somebody has
   */
  boolean ifFree(PodId id, Consumer<PodRecord> work) {
    if (!locks.tryLock(id)) {
      return false;
    }
    try (LockedPod pod = handOut(id)) {
      work.accept(pod.record());
      return true;
    }
  }

  private LockedPod handOut(PodId id) {
    boolean handedOut = false;
    try {
      LockedPod pod = new LockedPod(this, read(id));
      handedOut = true;
      return pod;
    } finally {
      if (!handedOut) {
        release(id);
      }
    }
  }

  PodRecord read(PodId id) {
    return store.find(id).orElseThrow(() -> PodStore.unknown(id));
  }

  void acquire(PodId id) {
    locks.lock(id, limit);
  }

  void release(PodId id) {
    locks.unlock(id);
  }
}
