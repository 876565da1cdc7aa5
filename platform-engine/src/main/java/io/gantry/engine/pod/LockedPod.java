package io.gantry.engine.pod;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.state.PodRecord;

/** A pod whose lock the current thread holds. Closing gives the lock back. */
final class LockedPod implements AutoCloseable {
  private final PodLocks locks;
  private PodRecord record;
  private boolean held = true;

  LockedPod(PodLocks locks, PodRecord record) {
    this.locks = locks;
    this.record = record;
  }

  PodRecord record() {
    return record;
  }

  /**
   * Refuses a pod that is being made or removed.
   *
   * @throws GantryException STATE_INVALID
   */
  void requireWhole() {
    if (record.phase() != PodRecord.Phase.CREATED) {
      throw notWhole(record);
    }
  }

  static GantryException notWhole(PodRecord pod) {
    return GantryException.of(ErrorCode.STATE_INVALID, "the pod is being made or removed")
        .about("pod", pod.id())
        .in(pod.phase());
  }

  /**
   * Gives the lock away while the work is done, takes it again in every outcome, and reads what
   * became of the pod meanwhile.
   *
   * @throws GantryException NO_SUCH_POD, STATE_INVALID if it went meanwhile
   */
  void away(Runnable work) {
    locks.release(record.id());
    held = false;
    try {
      work.run();
    } finally {
      locks.acquire(record.id());
      held = true;
    }
    record = locks.read(record.id());
    requireWhole();
  }

  @Override
  public void close() {
    if (held) {
      held = false;
      locks.release(record.id());
    }
  }
}
