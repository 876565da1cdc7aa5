package io.gantry.engine.dependency;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What depends on what among some containers, in an order in which each comes after all it needs
 * (DEPS-7 to DEPS-9). Immutable.
 */
public final class DependencyGraph {
  private static final Logger LOG = LoggerFactory.getLogger(DependencyGraph.class);

  private final Map<ContainerId, Set<ContainerId>> needs;
  private final List<ContainerId> order;

  private DependencyGraph(Map<ContainerId, Set<ContainerId>> needs, List<ContainerId> order) {
    this.needs = needs;
    this.order = order;
  }

  /**
   * A graph of these containers.
   *
   * @param needs what each needs; all of it is in the map itself
   * @throws GantryException INTERNAL for a container outside the map, or a circle
   */
  public static DependencyGraph of(Map<ContainerId, Set<ContainerId>> needs) {
    Map<ContainerId, Set<ContainerId>> copy = new LinkedHashMap<>();
    needs.forEach((id, needed) -> copy.put(id, Set.copyOf(needed)));
    copy.forEach((id, needed) -> requireInside(copy, id, needed));
    return new DependencyGraph(copy, sorted(copy));
  }

  private static void requireInside(
      Map<ContainerId, Set<ContainerId>> needs, ContainerId id, Set<ContainerId> needed) {
    for (ContainerId other : needed) {
      if (!needs.containsKey(other)) {
        throw GantryException.of(
                ErrorCode.INTERNAL, "container %s, which it needs, is not known".formatted(other))
            .about("container", id);
      }
    }
  }

  private static List<ContainerId> sorted(Map<ContainerId, Set<ContainerId>> needs) {
    Set<ContainerId> sorted = new LinkedHashSet<>();
    boolean grows = true;
    while (grows) {
      grows = false;
      for (Map.Entry<ContainerId, Set<ContainerId>> entry : needs.entrySet()) {
        if (!sorted.contains(entry.getKey()) && sorted.containsAll(entry.getValue())) {
          grows |= sorted.add(entry.getKey());
        }
      }
    }
    if (sorted.size() < needs.size()) {
      String circle =
          needs.keySet().stream()
              .filter(id -> !sorted.contains(id))
              .map(ContainerId::shortId)
              .collect(Collectors.joining(", "));
      throw GantryException.of(ErrorCode.INTERNAL, "containers need each other: " + circle);
    }
    return List.copyOf(sorted);
  }

  /** Each after all it needs. */
  public List<ContainerId> order() {
    return order;
  }

  /**
   * Acts on each in order. What needs a container whose turn failed is not tried.
   *
   * @throws GantryException INTERNAL if any failed; each failure is logged
   */
  public void visit(Consumer<ContainerId> action) {
    Map<ContainerId, GantryException> failed = attempt(action);
    if (!failed.isEmpty()) {
      throw failure(failed);
    }
  }

  /**
   * As {@link #visit}, for who tells of each failure.
   *
   * @return the failures of those that failed or were not tried
   */
  public Map<ContainerId, GantryException> attempt(Consumer<ContainerId> action) {
    Map<ContainerId, GantryException> failed = new LinkedHashMap<>();
    for (ContainerId id : order) {
      List<ContainerId> missing = new ArrayList<>(needs.getOrDefault(id, Set.of()));
      missing.retainAll(failed.keySet());
      try {
        requireNone(id, missing);
        action.accept(id);
      } catch (GantryException e) {
        failed.put(id, e);
      }
    }
    return failed;
  }

  private static void requireNone(ContainerId id, List<ContainerId> missing) {
    if (!missing.isEmpty()) {
      throw GantryException.of(
              ErrorCode.STATE_INVALID,
              "container %s, which it needs, did not start".formatted(missing.getFirst()))
          .about("container", id);
    }
  }

  private static GantryException failure(Map<ContainerId, GantryException> failed) {
    failed.forEach((id, e) -> LOG.error("dependency did not start container={}", id, e));
    Map.Entry<ContainerId, GantryException> first = failed.entrySet().iterator().next();
    return GantryException.of(
        ErrorCode.INTERNAL,
        "%d of the containers it needs did not start, the first is %s: %s"
            .formatted(failed.size(), first.getKey().shortId(), first.getValue().getMessage()),
        first.getValue());
  }
}
