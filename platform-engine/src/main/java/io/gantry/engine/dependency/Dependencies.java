package io.gantry.engine.dependency;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.StateStore;
import io.gantry.engine.state.StoredContainer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Looks what containers need and who needs them. It takes no lock, so that it may be asked while
 * one is held (DEPS-12). Thread-safe.
 */
public final class Dependencies {
  private final StateStore store;
  private final Predicate<ContainerConfig> hasEnded;

  /**
   * @param hasEnded whether a container has ended although its record does not say so yet
   */
  public Dependencies(StateStore store, Predicate<ContainerConfig> hasEnded) {
    this.store = store;
    this.hasEnded = hasEnded;
  }

  /**
   * Refuses a container while something it needs does not run (DEPS-2, DEPS-3). What holds its pod
   * may be paused: whether its namespaces are there is found out when they are joined.
   *
   * @throws GantryException STATE_INVALID naming what does not run; INTERNAL if it cannot be found
   */
  public void requireRunning(ContainerConfig config) {
    List<ContainerId> idle =
        config.sharing().needed().stream()
            .map(needed -> find(config, needed))
            .filter(needed -> !runs(needed) && !needed.config().holdsPod())
            .map(needed -> needed.config().id())
            .toList();
    if (!idle.isEmpty()) {
      throw GantryException.of(
              ErrorCode.STATE_INVALID,
              "containers it needs do not run: %s; start them first"
                  .formatted(
                      idle.stream().map(ContainerId::value).collect(Collectors.joining(","))))
          .about("container", config.id());
    }
  }

  /**
   * What is to be started before the container: all it needs that does not run, and what those need
   * (DEPS-4 to DEPS-6).
   */
  public DependencyGraph toStart(ContainerConfig config) {
    Map<ContainerId, Set<ContainerId>> needs = new LinkedHashMap<>();
    collect(config, needs);
    needs.remove(config.id());
    return DependencyGraph.of(needs);
  }

  private void collect(ContainerConfig config, Map<ContainerId, Set<ContainerId>> needs) {
    if (needs.containsKey(config.id())) {
      return;
    }
    Set<ContainerId> idle = new LinkedHashSet<>();
    needs.put(config.id(), idle);
    for (ContainerId id : config.sharing().needed()) {
      StoredContainer needed = find(config, id);
      if (!runs(needed)) {
        idle.add(id);
        collect(needed.config(), needs);
      }
    }
  }

  /**
   * Refuses a container others need (REMOVAL-4).
   *
   * @throws GantryException DEPENDENCY_EXISTS
   */
  public void requireNoDependents(ContainerId id) {
    List<ContainerId> dependents = store.dependents(id);
    if (!dependents.isEmpty()) {
      throw GantryException.of(
              ErrorCode.DEPENDENCY_EXISTS,
              "containers need it: %s; remove them first"
                  .formatted(
                      dependents.stream()
                          .map(ContainerId::shortId)
                          .collect(Collectors.joining(", "))))
          .about("container", id);
    }
  }

  /** The container and all that need it, those first that nobody needs. */
  public List<ContainerId> withDependents(ContainerId id) {
    Set<ContainerId> found = new LinkedHashSet<>();
    collectDependents(id, found);
    return List.copyOf(found);
  }

  private void collectDependents(ContainerId id, Set<ContainerId> found) {
    if (!found.contains(id)) {
      store.dependents(id).forEach(dependent -> collectDependents(dependent, found));
      found.add(id);
    }
  }

  private boolean runs(StoredContainer container) {
    return container.record().state() == ContainerState.RUNNING
        && !hasEnded.test(container.config());
  }

  private StoredContainer find(ContainerConfig of, ContainerId needed) {
    return store
        .find(needed)
        .orElseThrow(
            () ->
                GantryException.of(
                        ErrorCode.INTERNAL,
                        "container %s, which %s needs, cannot be found".formatted(needed, of.id()))
                    .about("container", of.id()));
  }
}
