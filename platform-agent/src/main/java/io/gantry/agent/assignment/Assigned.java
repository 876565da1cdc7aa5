package io.gantry.agent.assignment;

import io.gantry.api.container.ContainerId;
import io.gantry.api.node.Assignment;

/**
 * An assignment as this node keeps it.
 *
 * @param wanted false once the control plane no longer has it: what is left of the container goes
 */
public record Assigned(Assignment assignment, boolean wanted, Progress progress) {
  public ContainerId container() {
    return assignment.container();
  }

  /** Whether the generation was tried and trying it again is pointless. */
  public boolean isSettledByFailure() {
    return wanted
        && progress.failure() != null
        && progress.failure().isFinalFor(assignment.generation());
  }

  /**
   * The same with nothing acted on that the control plane has not asked for yet. A list that asks
   * for less than was done comes from a control plane that was restored from a backup, and the
   * numbers will be given out again.
   */
  Assigned countedByTheList() {
    return with(progress.within(assignment));
  }

  Assigned with(Assignment changed) {
    return new Assigned(changed, true, progress);
  }

  Assigned with(Progress changed) {
    return new Assigned(assignment, wanted, changed);
  }

  Assigned unwanted() {
    return new Assigned(assignment, false, progress);
  }
}
