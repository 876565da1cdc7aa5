package io.gantry.api.pod;

import io.gantry.api.container.ContainerState;
import java.util.Collection;
import java.util.function.Predicate;

/** What a pod is, by what its containers are, the infra container among them (rule POD-9). */
public enum PodState {
  /** Nothing of it has run yet, or it has no containers. */
  CREATED,
  /** All run. */
  RUNNING,
  /** Some run, and some do not. */
  DEGRADED,
  PAUSED,
  /** All have ended. */
  EXITED,
  /** Some have ended, and none runs. */
  STOPPED,
  /** The state of one cannot be told, or one is being stopped or removed while none runs. */
  ERROR;

  /** The state of a pod with containers in these states. */
  public static PodState of(Collection<ContainerState> containers) {
    if (containers.isEmpty()) {
      return CREATED;
    }
    if (containers.contains(ContainerState.RUNNING)) {
      return all(containers, state -> state == ContainerState.RUNNING) ? RUNNING : DEGRADED;
    }
    if (all(containers, state -> state == ContainerState.PAUSED)) {
      return PAUSED;
    }
    if (containers.stream().anyMatch(PodState::hasEnded)) {
      return all(containers, PodState::hasEnded) ? EXITED : STOPPED;
    }
    return containers.stream().anyMatch(PodState::isUnclear) ? ERROR : CREATED;
  }

  private static boolean all(
      Collection<ContainerState> containers, Predicate<ContainerState> condition) {
    return containers.stream().allMatch(condition);
  }

  private static boolean hasEnded(ContainerState state) {
    return state == ContainerState.EXITED || state == ContainerState.STOPPED;
  }

  private static boolean isUnclear(ContainerState state) {
    return state == ContainerState.UNKNOWN
        || state == ContainerState.REMOVING
        || state == ContainerState.STOPPING;
  }
}
