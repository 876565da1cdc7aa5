package io.gantry.fleet.container;

import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.api.resource.ContainerResource.Status;
import io.gantry.persistence.container.ContainerEntity;
import io.gantry.persistence.container.ContainerEntity.Wish;
import io.gantry.persistence.container.ContainerStatusEntity;
import org.jspecify.annotations.Nullable;

/**
 * A locked container, what its node last told, and the wish that is about to change it.
 *
 * @param status absent while the node has told nothing
 */
record ContainerNow(ContainerEntity container, @Nullable ContainerStatusEntity status, Wish wish) {

  Goal goal() {
    return container.goal();
  }

  @Nullable ContainerState state() {
    return status == null ? null : status.state();
  }

  boolean isActive() {
    return status != null && status.state().isActive();
  }

  /** Whether a start was asked for that the node has not acted on. */
  boolean launchPending() {
    return container.launchNumber() > (status == null ? 0 : status.launch());
  }

  /** Whether there is a process, or will be one as soon as the node gets to it. */
  boolean runs() {
    boolean started = goal() == Goal.RUNNING || goal() == Goal.PAUSED;
    return isActive() || (started && launchPending());
  }

  /** The state in the user's word. */
  String word() {
    ContainerState state = state();
    return state == null ? Status.PENDING : state.displayName();
  }

  /** Throws STATE_INVALID if so. */
  void refuseIf(boolean refused, String because) {
    if (refused) {
      throw GantryException.of(
              ErrorCode.STATE_INVALID, "container %s %s".formatted(container.name(), because))
          .about("container", container.getId())
          .in(word());
    }
  }
}
