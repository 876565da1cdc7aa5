package io.gantry.engine.pod;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.dependency.DependencyGraph;
import io.gantry.engine.lifecycle.Lifecycle;
import io.gantry.engine.lifecycle.RemoveOptions;
import io.gantry.engine.state.PodMembership;
import io.gantry.engine.state.PodMembership.Role;
import io.gantry.engine.state.PodRecord;
import io.gantry.engine.state.StoredContainer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Starts a pod: its service containers, its init containers one after the other, and then all
 * others, each after what it needs (POD-7). The pod's lock is the caller's.
 */
final class PodStart {
  private static final RemoveOptions DONE = new RemoveOptions(true, true, null, null);

  private final Lifecycle lifecycle;
  private final Members members;

  PodStart(Lifecycle lifecycle, Members members) {
    this.lifecycle = lifecycle;
    this.members = members;
  }

  /**
   * Does it.
   *
   * @param away gives the pod's lock away while an init container runs
   * @throws GantryException POD_PARTIAL with the failure of each that did not start
   */
  void run(PodRecord pod, Away away) {
    for (StoredContainer service : inOrder(pod, role -> role == Role.SERVICE)) {
      startFirst(pod, service.config().id());
    }
    for (StoredContainer init : inOrder(pod, Role::isInit)) {
      runToItsEnd(pod, init, away);
    }
    List<StoredContainer> others = inOrder(pod, role -> !role.isInit());
    PartialFailure.throwIfAny(pod.id(), graph(others).attempt(lifecycle::startUnlessRunning));
  }

  /** Gives the pod's lock away for as long as the work lasts. */
  @FunctionalInterface
  interface Away {
    void during(Runnable work);
  }

  private List<StoredContainer> inOrder(PodRecord pod, Predicate<Role> wanted) {
    return members.of(pod.id()).stream()
        .filter(member -> wanted.test(role(member)))
        .sorted(Comparator.comparing(member -> member.config().createdAt()))
        .toList();
  }

  private static Role role(StoredContainer member) {
    PodMembership membership = member.config().membership();
    return membership == null ? Role.MEMBER : membership.role();
  }

  private void startFirst(PodRecord pod, ContainerId id) {
    if (members.record(id).state() != ContainerState.RUNNING) {
      attempt(pod, id, () -> lifecycle.startWithDependencies(id));
    }
  }

  private void runToItsEnd(PodRecord pod, StoredContainer init, Away away) {
    ContainerId id = init.config().id();
    startFirst(pod, id);
    long run = members.record(id).run();
    away.during(() -> attempt(pod, id, () -> requireSuccess(id, run)));
    if (role(init) == Role.INIT_ONCE) {
      attempt(pod, id, () -> lifecycle.remove(id, DONE));
    }
  }

  private void requireSuccess(ContainerId id, long run) {
    ExitRecord exit = awaitEnd(id, run);
    if (exit.code() != 0) {
      throw GantryException.of(
              ErrorCode.STATE_INVALID,
              "the init container ended with %d: look at its logs".formatted(exit.code()))
          .about("container", id);
    }
  }

  private ExitRecord awaitEnd(ContainerId id, long run) {
    try {
      return lifecycle.exit(id, run).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GantryException.of(ErrorCode.TIMEOUT, "interrupted while an init container runs", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof GantryException failure
          ? failure
          : GantryException.of(ErrorCode.INTERNAL, "waiting for an init container failed", e);
    }
  }

  private static void attempt(PodRecord pod, ContainerId id, Runnable work) {
    try {
      work.run();
    } catch (GantryException e) {
      PartialFailure.throwIfAny(pod.id(), Map.of(id, e));
    }
  }

  /** What a member needs of those that are not started here has had its turn. */
  static DependencyGraph graph(List<StoredContainer> members) {
    Set<ContainerId> inside =
        members.stream().map(member -> member.config().id()).collect(Collectors.toSet());
    Map<ContainerId, Set<ContainerId>> needs = new LinkedHashMap<>();
    for (StoredContainer member : members) {
      needs.put(
          member.config().id(),
          member.config().sharing().needed().stream()
              .filter(inside::contains)
              .collect(Collectors.toSet()));
    }
    return DependencyGraph.of(needs);
  }
}
