package io.gantry.agent.reconcile;

import io.gantry.agent.assignment.Assigned;
import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Assignment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Containers in memory that remember what was done to them; used by one thread. */
final class FakeContainers implements Containers {
  final List<String> acts = new ArrayList<>();
  final List<Assigned> reports = new ArrayList<>();
  final List<ContainerId> forgotten = new ArrayList<>();
  @Nullable GantryException nextFailure;
  private final Map<ContainerId, Observed> all = new HashMap<>();

  void put(ContainerId container, ContainerState state, long run, ContainerSpec spec) {
    all.put(container, new Observed(state, run, false, spec));
  }

  private void act(String name) {
    if (nextFailure != null) {
      GantryException failure = nextFailure;
      nextFailure = null;
      throw failure;
    }
    acts.add(name);
  }

  private void become(ContainerId container, ContainerState state, int newRuns) {
    Observed before = observe(container).orElseThrow();
    put(container, state, before.run() + newRuns, before.spec());
  }

  @Override
  public Optional<Observed> observe(ContainerId container) {
    return Optional.ofNullable(all.get(container));
  }

  @Override
  public void create(Assignment assignment) {
    act("create");
    put(assignment.container(), ContainerState.CONFIGURED, 0, assignment.spec());
  }

  @Override
  public void start(ContainerId container, @Nullable String requestedBy) {
    act("start");
    become(container, ContainerState.RUNNING, 1);
  }

  @Override
  public void restart(
      ContainerId container, @Nullable Duration timeout, @Nullable String requestedBy) {
    act("restart");
    become(container, ContainerState.RUNNING, 1);
  }

  @Override
  public void stop(
      ContainerId container, @Nullable Duration timeout, @Nullable String requestedBy) {
    act("stop");
    become(container, ContainerState.EXITED, 0);
  }

  @Override
  public void kill(ContainerId container, String signal, @Nullable String requestedBy) {
    act("kill " + signal);
  }

  @Override
  public void pause(ContainerId container) {
    act("pause");
    become(container, ContainerState.PAUSED, 0);
  }

  @Override
  public void unpause(ContainerId container) {
    act("unpause");
    become(container, ContainerState.RUNNING, 0);
  }

  @Override
  public void update(ContainerId container, ContainerSpec spec) {
    act("update");
    Observed before = observe(container).orElseThrow();
    put(container, before.state(), before.run(), spec);
  }

  @Override
  public void remove(ContainerId container, Decision.Remove how) {
    act("remove");
    all.remove(container);
  }

  @Override
  public void forget(Assignment assignment) {
    forgotten.add(assignment.container());
  }

  @Override
  public void report(Assigned assigned) {
    reports.add(assigned);
  }
}
