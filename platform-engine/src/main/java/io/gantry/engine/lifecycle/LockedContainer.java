package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.engine.state.Change;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.ContainerRecord;
import io.gantry.engine.state.StoredContainer;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A container whose lock the current thread holds. Its record is that of the store; a save replaces
 * both. Closing gives the lock back.
 */
final class LockedContainer implements AutoCloseable {
  private final Containers containers;
  private StoredContainer stored;
  private boolean valid = true;
  private boolean held = true;
  private boolean batched;

  LockedContainer(Containers containers, StoredContainer stored) {
    this.containers = containers;
    this.stored = stored;
  }

  ContainerId id() {
    return stored.config().id();
  }

  StoredContainer stored() {
    return stored;
  }

  ContainerConfig config() {
    return stored.config();
  }

  ContainerRecord record() {
    return stored.record();
  }

  ContainerState state() {
    return record().state();
  }

  /** Whether it has processes, waiting for its start or running. */
  boolean isInRuntime() {
    return state().isActive() || state() == ContainerState.CREATED;
  }

  /** Whether its start failed, its run is recorded, and its cleanup is not over. */
  boolean isLeftByFailedStart() {
    return state() == ContainerState.CREATED && !record().openRun() && record().failure() != null;
  }

  /** Refuses it while others need it (REMOVAL-4). */
  void requireNoDependents() {
    containers.dependencies().requireNoDependents(id());
  }

  /** Refuses it while what it needs does not run (DEPS-3). */
  void requireDependencies() {
    containers.dependencies().requireRunning(config());
  }

  /** False once its row is gone (STATES-4). */
  boolean isValid() {
    return valid;
  }

  /** From now on the lock is not given away before the end (STATES-8). */
  void beginBatch() {
    batched = true;
  }

  /** A change of the record, made now. */
  Change change(UnaryOperator<ContainerRecord.Builder> fields) {
    return Change.to(fields.apply(record().toBuilder()).build(), now());
  }

  Instant now() {
    return containers.time().now();
  }

  /** The monotonic clock. */
  long nanos() {
    return containers.time().monotonicNanos().getAsLong();
  }

  /** Makes the change durable and the container's new record (SAVE-1). */
  void save(SavePoint point, Change change) {
    requireLock();
    containers.save(point, config(), state(), change);
    stored = new StoredContainer(config(), change.record());
  }

  /** Writes an event that comes with no save; its failure is only logged (EVENTS-3). */
  void tell(String action, @Nullable String detail) {
    containers.tell(config(), action, detail);
  }

  /** Replaces the config. */
  void saveConfig(ContainerConfig config, Change change) {
    requireLock();
    containers.saveConfig(config, change);
    stored = new StoredContainer(config, change.record());
  }

  /** Deletes the row; the container is invalid then. */
  void delete(Change last) {
    requireLock();
    containers.remove(config(), last);
    stored = new StoredContainer(config(), last.record());
    valid = false;
  }

  /**
   * Gives the lock away while the work is done, takes it again in every outcome, and reads what
   * became of the container meanwhile (STOP-6, STOP-7). In a batch the lock stays.
   *
   * @throws io.gantry.api.error.GantryException NO_SUCH_CONTAINER if it was removed meanwhile
   */
  void away(Runnable work) {
    requireLock();
    if (batched) {
      work.run();
      return;
    }
    containers.release(id());
    held = false;
    try {
      work.run();
    } finally {
      containers.acquire(id());
      held = true;
      reload();
    }
  }

  private void reload() {
    valid = false;
    stored = containers.read(id());
    valid = true;
  }

  private void requireLock() {
    if (!held) {
      throw new IllegalStateException("the lock of container " + id() + " was given away");
    }
  }

  @Override
  public void close() {
    if (held) {
      held = false;
      containers.release(id());
    }
  }
}
