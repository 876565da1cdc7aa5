package io.gantry.engine.lifecycle;

import io.gantry.engine.state.ContainerConfig;

/** The pods, as far as the lifecycle of one container needs them. */
public interface ContainerPods {

  /**
   * Refuses the removal of a container that still holds the namespaces of its pod (REMOVAL-2).
   *
   * @throws io.gantry.api.error.GantryException DEPENDENCY_EXISTS
   */
  void requireRemovable(ContainerConfig container);

  /**
   * A container was cleaned up and does not start again by itself (CLEANUP-9). Its lock is held, so
   * this neither waits nor looks at other containers.
   */
  void cleanedUp(ContainerConfig container);
}
