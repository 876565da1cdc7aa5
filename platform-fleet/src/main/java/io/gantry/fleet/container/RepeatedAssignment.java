package io.gantry.fleet.container;

import io.gantry.api.container.ContainerId;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import org.springframework.stereotype.Component;

/** Tells a node an assignment again that seems to be stuck there. */
@Component
public class RepeatedAssignment {
  private final ContainerChange change;

  RepeatedAssignment(ContainerChange change) {
    this.change = change;
  }

  /**
   * The same wish as a new generation, so that the node also tries again what failed for good. A
   * launch or signal the node has acted on is not repeated, as those have numbers of their own.
   * Part of the caller's transaction.
   */
  public void repeat(Caller caller, ContainerId container, Permission action) {
    change.applyToRemoved(
        caller,
        Target.of(container.value()),
        action,
        now -> {
          now.container().repeat(now.wish().at());
          return true;
        });
  }
}
