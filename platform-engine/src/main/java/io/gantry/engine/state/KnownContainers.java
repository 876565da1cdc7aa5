package io.gantry.engine.state;

import io.gantry.api.container.ContainerId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What the table of containers holds, as values: the engine is the only writer of its file, so a
 * list needs no query and no JSON. Told after each commit. Thread-safe; one container's changes are
 * in order because its lock is held while they are made.
 */
final class KnownContainers {
  private final ConcurrentSkipListMap<String, StoredContainer> byId = new ConcurrentSkipListMap<>();

  KnownContainers(List<StoredContainer> stored) {
    stored.forEach(this::inserted);
  }

  void inserted(StoredContainer container) {
    byId.put(container.config().id().value(), container);
  }

  void changed(StoredContainer container) {
    byId.replace(container.config().id().value(), container);
  }

  void removed(ContainerId id) {
    byId.remove(id.value());
  }

  Optional<StoredContainer> find(ContainerId id) {
    return Optional.ofNullable(byId.get(id.value()));
  }

  /** All, in the order of their ids. */
  List<StoredContainer> all() {
    return List.copyOf(byId.values());
  }
}
