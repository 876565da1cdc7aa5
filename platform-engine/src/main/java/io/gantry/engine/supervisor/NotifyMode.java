package io.gantry.engine.supervisor;

/** Who tells the service manager that a container is ready (SDNOTIFY-1). */
public enum NotifyMode {
  /** The container's process; the manager is told of its monitor as main process at the start. */
  CONTAINER,
  /** The engine, at the start, together with the monitor as main process. */
  CONMON,
  /** Nobody: the manager hears nothing. */
  IGNORE
}
