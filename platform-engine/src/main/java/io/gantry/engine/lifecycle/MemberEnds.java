package io.gantry.engine.lifecycle;

import io.gantry.engine.state.ContainerConfig;

/** Whoever keeps pods, as the lifecycle tells it. */
@FunctionalInterface
public interface MemberEnds {
  /**
   * A container was cleaned up and does not start again by itself (CLEANUP-9). Its lock is held, so
   * this neither waits nor looks at other containers.
   */
  void cleanedUp(ContainerConfig container);
}
