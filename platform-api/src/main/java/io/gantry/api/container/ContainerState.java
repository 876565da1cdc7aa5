package io.gantry.api.container;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The states of a container and the one table of what may follow what (rules STATES-1 to STATES-6).
 */
public enum ContainerState {
  /** The state could not be determined; only forced removal and a reboot refresh leave it. */
  UNKNOWN,
  /** Stored, nothing of it exists in the runtime. */
  CONFIGURED,
  /** Exists in the runtime, its command not started. */
  CREATED,
  RUNNING,
  /** Ended; its exit code is known, the runtime still holds its remains. */
  STOPPED,
  PAUSED,
  /** Ended and cleaned up. */
  EXITED,
  /** Being removed; nobody can start or mount it any more. */
  REMOVING,
  /** A stop was asked for and its end has not been seen. */
  STOPPING;

  /** Whether a container in this state may go to the given one. */
  public boolean mayBecome(ContainerState next) {
    return successors().contains(next);
  }

  /** The states that may follow this one, the reboot refresh to {@link #CONFIGURED} included. */
  public Set<ContainerState> successors() {
    return switch (this) {
      case UNKNOWN -> EnumSet.of(CONFIGURED, REMOVING);
      case CONFIGURED -> EnumSet.of(CONFIGURED, CREATED, RUNNING, REMOVING);
      case CREATED -> EnumSet.of(CONFIGURED, RUNNING, STOPPING, STOPPED, REMOVING);
      case RUNNING -> EnumSet.of(CONFIGURED, PAUSED, STOPPING, STOPPED);
      case PAUSED -> EnumSet.of(CONFIGURED, RUNNING, STOPPED);
      case STOPPING -> EnumSet.of(CONFIGURED, STOPPING, STOPPED, REMOVING);
      case STOPPED -> EnumSet.of(CONFIGURED, EXITED, REMOVING);
      case EXITED -> EnumSet.of(CREATED, RUNNING, REMOVING);
      case REMOVING -> EnumSet.noneOf(ContainerState.class);
    };
  }

  /** Whether the container's process exists, as far as is known. */
  public boolean isActive() {
    return this == RUNNING || this == PAUSED || this == STOPPING;
  }

  /**
   * The name shown to users: {@code created} for CONFIGURED, {@code initialized} for CREATED
   * (STATES-3).
   */
  public String displayName() {
    return switch (this) {
      case CONFIGURED -> "created";
      case CREATED -> "initialized";
      case UNKNOWN, RUNNING, STOPPED, PAUSED, EXITED, REMOVING, STOPPING ->
          name().toLowerCase(Locale.ROOT);
    };
  }

  /** The state a user's word names; every {@link #displayName()} is accepted (STATES-3). */
  public static ContainerState fromDisplayName(String name) {
    for (ContainerState state : values()) {
      if (state.displayName().equals(name)) {
        return state;
      }
    }
    throw new IllegalArgumentException("'" + name + "' is not a container state");
  }
}
