package io.gantry.engine.pod;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.lifecycle.ContainerPods;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.PodMembership;
import io.gantry.engine.state.PodStore;

/** The pods, as the lifecycle asks for them. Thread-safe. */
public final class PodRoom implements ContainerPods {
  private final PodStore store;
  private final ExitPolicy exitPolicy;

  public PodRoom(PodStore store, ExitPolicy exitPolicy) {
    this.store = store;
    this.exitPolicy = exitPolicy;
  }

  /** As long as the pod's row names it: the pod's removal clears that first (POD-10). */
  @Override
  public void requireRemovable(ContainerConfig container) {
    PodMembership membership = container.membership();
    if (membership == null || !container.holdsPod()) {
      return;
    }
    if (store.find(membership.pod()).filter(pod -> pod.isHeldBy(container.id())).isPresent()) {
      throw GantryException.of(
              ErrorCode.DEPENDENCY_EXISTS,
              "it holds the namespaces of pod %s: remove the pod".formatted(membership.podName()))
          .about("container", container.id());
    }
  }

  @Override
  public void cleanedUp(ContainerConfig container) {
    exitPolicy.cleanedUp(container);
  }
}
