package io.gantry.agent.reconcile;

import io.gantry.api.container.ContainerSpec;

/** The parts of a spec that may change while the container lives. */
final class Changes {
  private Changes() {}

  /** Whether one of them is other than the engine has it. */
  static boolean differ(ContainerSpec wanted, ContainerSpec actual) {
    return !wanted.labels().equals(actual.labels())
        || !wanted.restart().equals(actual.restart())
        || !wanted.resources().equals(actual.resources())
        || !wanted.stop().equals(actual.stop());
  }
}
