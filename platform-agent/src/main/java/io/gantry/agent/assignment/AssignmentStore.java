package io.gantry.agent.assignment;

import io.gantry.api.container.ContainerId;
import io.gantry.api.node.Assignment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The assignments of this node with their progress and the resource version they were seen at. What
 * a method changed is durable when it returns. The methods that take in news return the containers
 * to look at. Thread-safe; the lock is held for one transaction.
 */
public final class AssignmentStore implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}, like the fields below. */
  private final AssignmentTable table;

  private final Map<ContainerId, Assigned> all = new HashMap<>();
  private long resourceVersion;
  private boolean wantsList;

  private AssignmentStore(AssignmentTable table) {
    this.table = table;
    this.resourceVersion = table.resourceVersion();
    table.readAll().forEach(assigned -> all.put(assigned.container(), assigned));
  }

  /** Opens the store, creating it if it is not there. */
  public static AssignmentStore open(Path file) {
    return new AssignmentStore(new AssignmentTable(file));
  }

  public Optional<Assigned> find(ContainerId container) {
    return locked(() -> Optional.ofNullable(all.get(container)));
  }

  public Set<ContainerId> containers() {
    return locked(() -> Set.copyOf(all.keySet()));
  }

  /** Where the watch goes on; 0 asks for the whole list. */
  public long resourceVersion() {
    return locked(() -> wantsList ? 0 : resourceVersion);
  }

  /**
   * Takes in the whole of what should be, older than the known or not: a control plane that was
   * restored from a backup counts generations anew. What is missing from it is no longer wanted,
   * with one exception: an empty list takes no container with it, because a control plane that lost
   * its memory looks the same.
   */
  public Set<ContainerId> replaceAll(List<Assignment> assignments, long version) {
    return locked(
        () -> {
          List<Assigned> changed =
              news(assignments, AssignmentStore::differs).stream()
                  .map(Assigned::countedByTheList)
                  .collect(Collectors.toCollection(ArrayList::new));
          missingFrom(assignments)
              .filter(known -> known.progress().removed() || !assignments.isEmpty())
              .map(Assigned::unwanted)
              .forEach(changed::add);
          wantsList = false;
          return save(changed, version);
        });
  }

  /** Takes in new and changed assignments; one that is older than the known is late and ignored. */
  public Set<ContainerId> change(List<Assignment> assignments, long version) {
    return locked(() -> save(news(assignments, AssignmentStore::isNewer), version));
  }

  /** The control plane no longer has the assignment. */
  public Set<ContainerId> gone(ContainerId container, long version) {
    return locked(
        () -> {
          Assigned known = all.get(container);
          return save(known == null ? List.of() : List.of(known.unwanted()), version);
        });
  }

  /** Doubts what is known until the whole list comes. */
  public void listAnew() {
    locked(
        () -> {
          wantsList = true;
          return save(List.of(), 0);
        });
  }

  /** Whether the whole list is waited for. */
  public boolean wantsList() {
    return locked(() -> wantsList);
  }

  /** Nothing changed up to this version; kept in memory and stored with the next change. */
  public void bookmark(long version) {
    locked(() -> resourceVersion = Math.max(resourceVersion, version));
  }

  /** Stores how far the node got; returns the assignment as it is now, if it still exists. */
  public Optional<Assigned> advance(ContainerId container, UnaryOperator<Progress> step) {
    return locked(
        () -> {
          Assigned known = all.get(container);
          if (known == null) {
            return Optional.empty();
          }
          Assigned advanced = known.with(step.apply(known.progress()));
          if (!advanced.equals(known)) {
            table.save(advanced);
            all.put(container, advanced);
          }
          return Optional.of(advanced);
        });
  }

  /** Forgets an assignment whose container is gone, unless it is wanted again. */
  public void forget(ContainerId container) {
    locked(
        () -> {
          Assigned known = all.get(container);
          if (known != null && !known.wanted()) {
            table.delete(container);
            all.remove(container);
          }
          return known;
        });
  }

  private List<Assigned> news(
      List<Assignment> assignments, BiPredicate<Assignment, Assigned> isNews) {
    List<Assigned> changed = new ArrayList<>();
    for (Assignment assignment : assignments) {
      Assigned known = all.get(assignment.container());
      if (known == null) {
        changed.add(new Assigned(assignment, true, Progress.NONE));
      } else if (isNews.test(assignment, known)) {
        changed.add(known.with(assignment));
      }
    }
    return changed;
  }

  private static boolean isNewer(Assignment assignment, Assigned known) {
    return !known.wanted() || assignment.generation() > known.assignment().generation();
  }

  private static boolean differs(Assignment assignment, Assigned known) {
    return !known.wanted() || !assignment.equals(known.assignment());
  }

  private Stream<Assigned> missingFrom(List<Assignment> assignments) {
    Set<ContainerId> listed = new HashSet<>();
    assignments.forEach(assignment -> listed.add(assignment.container()));
    return all.values().stream()
        .filter(known -> known.wanted() && !listed.contains(known.container()));
  }

  private Set<ContainerId> save(List<Assigned> changed, long version) {
    resourceVersion = version;
    if (changed.isEmpty() && !wantsList) {
      return Set.of();
    }
    table.save(changed, wantsList ? 0 : version);
    Set<ContainerId> containers = new HashSet<>();
    for (Assigned assigned : changed) {
      all.put(assigned.container(), assigned);
      containers.add(assigned.container());
    }
    return containers;
  }

  private <T extends @Nullable Object> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      table.close();
    } finally {
      lock.unlock();
    }
  }
}
