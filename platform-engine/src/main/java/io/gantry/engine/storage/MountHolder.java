package io.gantry.engine.storage;

/** Who keeps a container's root mounted (MOUNT-17). */
public enum MountHolder {
  /**
   * The container, from its preparation to its cleanup: one hold, however often it is asked for.
   */
  RUN,
  /** Somebody outside who asked for it; each request is a hold, and outlives this process. */
  REQUEST,
  /** This process while it reads; each is a hold, and ends with the process. */
  READER
}
