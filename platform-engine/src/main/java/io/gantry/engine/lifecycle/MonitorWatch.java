package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.linux.ProcessIdentity;

/** Tells when a monitor ends, so that a container is never unwatched for long. */
public interface MonitorWatch {
  /** Nobody watches; sync finds a dead monitor. */
  MonitorWatch NONE = (container, monitor) -> {};

  void watch(ContainerId container, ProcessIdentity monitor);
}
