package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.dependency.Dependencies;
import io.gantry.engine.lock.KeyedLock;
import io.gantry.engine.state.Change;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.StateStore;
import io.gantry.engine.state.StoredContainer;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands out locked containers, the only things that may change a container's state. */
final class Containers {
  private static final Logger LOG = LoggerFactory.getLogger(Containers.class);

  private final KeyedLock<ContainerId> locks = new KeyedLock<>("container");
  private final StateStore store;
  private final SavePoint.Listener savePoints;
  private final ExitWaits waits;
  private final Time time;
  private final Duration lockLimit;
  private final Dependencies dependencies;
  private final Parked parked;

  Containers(
      StateStore store, ExitWaits waits, Dependencies dependencies, Surroundings surroundings) {
    this.store = store;
    this.savePoints = surroundings.savePoints();
    this.waits = waits;
    this.dependencies = dependencies;
    this.time = surroundings.time();
    this.lockLimit = surroundings.limits().lock();
    this.parked = new Parked(surroundings.mostParked());
  }

  /**
   * Takes the container's lock and reads its state (STATES-7).
   *
   * @throws GantryException NO_SUCH_CONTAINER if there is no row (SYNC-7), TIMEOUT if others hold
   *     the lock too long
   */
  LockedContainer lock(ContainerId id) {
    acquire(id);
    return handOut(id);
  }

  /** Does something with a container that is there and that nobody else has locked. */
  void ifFree(ContainerId id, Consumer<LockedContainer> work) {
    if (!locks.tryLock(id)) {
      return;
    }
    if (store.find(id).isEmpty()) {
      release(id);
      return;
    }
    try (LockedContainer container = handOut(id)) {
      work.accept(container);
    }
  }

  private LockedContainer handOut(ContainerId id) {
    boolean handedOut = false;
    try {
      StoredContainer stored = read(id);
      handedOut = true;
      return new LockedContainer(this, stored);
    } finally {
      if (!handedOut) {
        release(id);
      }
    }
  }

  /** Stores a new container. */
  void insert(ContainerConfig config, Change change) {
    savePoints.before(SavePoint.CREATE_INSERTED);
    store.insert(config, change);
    savePoints.after(SavePoint.CREATE_INSERTED);
  }

  void acquire(ContainerId id) {
    locks.lock(id, lockLimit);
  }

  void release(ContainerId id) {
    locks.unlock(id);
  }

  StoredContainer read(ContainerId id) {
    return store
        .find(id)
        .orElseThrow(
            () ->
                GantryException.of(ErrorCode.NO_SUCH_CONTAINER, "there is no such container")
                    .about("container", id));
  }

  void save(SavePoint point, ContainerConfig config, ContainerState from, Change change) {
    requireAllowed(config, from, change.record().state());
    savePoints.before(point);
    store.save(config, change);
    savePoints.after(point);
    if (from == ContainerState.CREATED && change.record().state() != from) {
      parked.leave(config.id());
    }
    waits.publish(change);
  }

  void saveConfig(ContainerConfig config, Change change) {
    savePoints.before(SavePoint.UPDATE_SAVED);
    store.replaceConfig(config, change);
    savePoints.after(SavePoint.UPDATE_SAVED);
  }

  void remove(ContainerConfig config, Change last) {
    savePoints.before(SavePoint.REMOVE_DELETED);
    store.remove(config, last);
    savePoints.after(SavePoint.REMOVE_DELETED);
    waits.publish(last);
    waits.removed(config.id());
  }

  void tell(ContainerConfig config, String action, @Nullable String detail) {
    try {
      store.tell(config, action, detail);
    } catch (GantryException e) {
      LOG.warn("event not written container={} action={}", config.id(), action, e);
    }
  }

  private static void requireAllowed(
      ContainerConfig config, ContainerState from, ContainerState to) {
    if (from != to && !from.mayBecome(to)) {
      throw GantryException.of(
              ErrorCode.INTERNAL, "a container that is %s does not become %s".formatted(from, to))
          .about("container", config.id())
          .in(from);
    }
  }

  Dependencies dependencies() {
    return dependencies;
  }

  /** Those that wait initialised; a save to another state takes them out. */
  Parked parked() {
    return parked;
  }

  Time time() {
    return time;
  }
}
