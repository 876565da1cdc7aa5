package io.gantry.engine.pod;

import io.gantry.api.container.ContainerId;
import io.gantry.api.pod.PodId;
import io.gantry.api.pod.PodSpec;
import io.gantry.engine.lifecycle.Lifecycle;
import io.gantry.engine.lifecycle.RemoveOptions;
import io.gantry.engine.state.PodMembership;
import io.gantry.engine.state.PodRecord;
import io.gantry.engine.state.PodStore;
import io.gantry.engine.state.StateStore;
import io.gantry.engine.state.StoredContainer;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up the pods an earlier engine left: what was not made whole or was being removed goes, and
 * what belongs to no pod is freed. A failure is logged, and tried again by the next opening.
 */
final class PodRecover {
  private static final Logger LOG = LoggerFactory.getLogger(PodRecover.class);

  /** Of what nobody has been told that it is there, or everybody that it goes. */
  static final RemoveOptions LEFTOVER = new RemoveOptions(true, true, Duration.ZERO, null);

  private final PodStore store;
  private final StateStore containers;
  private final Lifecycle lifecycle;
  private final PodCgroups cgroups;

  PodRecover(PodStore store, StateStore containers, Lifecycle lifecycle, PodCgroups cgroups) {
    this.store = store;
    this.containers = containers;
    this.lifecycle = lifecycle;
    this.cgroups = cgroups;
  }

  /**
   * Does it.
   *
   * @param remove finishes the removal of a pod
   * @param look has a worker look whether a pod is over
   */
  void run(Consumer<PodRecord> remove, Consumer<PodId> look) {
    for (PodRecord pod : store.list()) {
      if (pod.phase() != PodRecord.Phase.CREATED) {
        quietly("pod", pod.id(), () -> remove.accept(pod));
      } else if (pod.spec().exitPolicy() == PodSpec.ExitPolicy.STOP) {
        look.accept(pod.id());
      }
    }
    freeOrphans();
  }

  private void freeOrphans() {
    Set<PodId> known = store.list().stream().map(PodRecord::id).collect(Collectors.toSet());
    for (StoredContainer container : containers.list()) {
      PodMembership membership = container.config().membership();
      if (container.config().holdsPod()
          && !known.contains(Objects.requireNonNull(membership).pod())) {
        ContainerId id = container.config().id();
        quietly("infra", id, () -> lifecycle.removeWithDependents(id, LEFTOVER));
      }
    }
    for (PodId pod : cgroups.known()) {
      if (!known.contains(pod)) {
        quietly("cgroup", pod, () -> cgroups.remove(pod));
      }
    }
  }

  private static void quietly(String what, Object id, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.error("not recovered what={} id={}", what, id, e);
    }
  }
}
