package io.gantry.api.container;

/** Why a run ended. */
public enum ExitCause {
  /** The process ended by itself. */
  ENDED,
  /** A signal that Gantry did not send. */
  SIGNALLED,
  /** Somebody asked for a stop, kill, restart or removal. */
  REQUESTED,
  /** The kernel killed it for memory; the evidence holds the cgroup's counter. */
  OUT_OF_MEMORY,
  /** The longest time of a run was over. */
  RUN_TIMEOUT,
  /** The host restarted under it. */
  HOST_RESTART,
  /** The command could not be started. */
  START_FAILED,
  /** Nobody knows: monitor and process both ended unseen, or the monitor left no code; it is -1. */
  UNKNOWN
}
