package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitRecord;

/** How a stop ended. */
public sealed interface StopOutcome {
  /** The run ended. */
  record Stopped(ExitRecord exit) implements StopOutcome {}

  /** There was nothing to stop. */
  record AlreadyStopped(ContainerState state) implements StopOutcome {}

  /** The container was removed by somebody else meanwhile. */
  record Gone() implements StopOutcome {}
}
