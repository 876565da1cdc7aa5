package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.linux.ProcessIdentity;

/** The service manager of the engine's process, as the lifecycle needs it. */
@FunctionalInterface
public interface Supervision {

  /**
   * Tells that a container's command runs.
   *
   * @param monitor which lives as long as the container
   */
  void started(ContainerId id, ProcessIdentity monitor);
}
