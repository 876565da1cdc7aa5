package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.state.StateStore;
import io.gantry.engine.state.StoredContainer;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last resort for a container that cannot be loaded or removed (REMOVAL-13): its processes are
 * killed, its row goes, and what cannot be freed after that is nobody's, which the next opening
 * frees. A container whose processes cannot be killed is never forgotten.
 */
final class Evict {
  private static final Logger LOG = LoggerFactory.getLogger(Evict.class);

  private final Rooms rooms;
  private final Containers containers;
  private final StateStore store;
  private final Sync sync;
  private final Remove remove;

  Evict(Rooms rooms, Containers containers, StateStore store, Sync sync, Remove remove) {
    this.rooms = rooms;
    this.containers = containers;
    this.store = store;
    this.sync = sync;
    this.remove = remove;
  }

  /** Ends one whose row cannot be read. */
  void unreadable(ContainerId id) {
    containers.acquire(id);
    try {
      rooms.runtime().killAll(id);
      store.evict(id);
      freeRemains(id);
    } finally {
      containers.release(id);
    }
  }

  /** Removes it by force; if that fails it is evicted. */
  void run(LockedContainer container, RemoveOptions options) {
    container.requireNoDependents();
    rooms.pods().requireRemovable(container.config());
    try {
      remove.run(container, options);
    } catch (RuntimeException e) {
      LOG.warn("removal failed, the container is evicted container={}", container.id(), e);
      evict(container);
    }
  }

  private void evict(LockedContainer container) {
    rooms.runtime().killAll(container.id());
    // The removal may have ended the run and failed before it looked how (EXIT-10).
    Failures.quietly(container.id(), "look for its end", () -> sync.run(container));
    container.delete(remove.removing(container).telling("remove", "evicted"));
    Failures.quietly(container.id(), "unmount", () -> rooms.root().unmount(container.config()));
    Failures.quietly(
        container.id(), "monitor files", () -> rooms.exits().forget(container.config()));
    freeRemains(container.id());
  }

  private void freeRemains(ContainerId id) {
    Failures.quietly(id, "runtime", () -> rooms.runtime().delete(id));
    Failures.quietly(id, "storage", () -> rooms.root().delete(id, true));
    Failures.quietly(id, "network", () -> rooms.network().cleanOrphans(known()));
  }

  private Set<ContainerId> known() {
    Set<ContainerId> known =
        store.list().stream()
            .map(StoredContainer::config)
            .map(config -> config.id())
            .collect(Collectors.toCollection(HashSet::new));
    known.addAll(store.unreadable());
    return known;
  }
}
