package io.gantry.engine.lifecycle;

import static io.gantry.api.container.ContainerState.CONFIGURED;
import static io.gantry.api.container.ContainerState.CREATED;
import static io.gantry.api.container.ContainerState.EXITED;
import static io.gantry.api.container.ContainerState.PAUSED;
import static io.gantry.api.container.ContainerState.REMOVING;
import static io.gantry.api.container.ContainerState.RUNNING;
import static io.gantry.api.container.ContainerState.STOPPED;
import static io.gantry.api.container.ContainerState.STOPPING;
import static io.gantry.api.container.ContainerState.UNKNOWN;

import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What may be asked of a container, and in which states (STATES-5, STATES-6). */
public enum Operation {
  INIT,
  START,
  /** Stopped and exited are success without work. */
  STOP,
  KILL,
  PAUSE,
  UNPAUSE,
  RESTART,
  CHECKPOINT,
  RESTORE,
  CLEANUP,
  ATTACH,
  EXEC,
  STATS,
  HEALTH_CHECK,
  /** Of the root, for somebody outside. */
  MOUNT,
  EXPORT,
  /** Without force; what runs must be stopped first (REMOVAL-1). */
  REMOVE,
  FORCED_REMOVE,
  UPDATE,
  RENAME,
  NETWORK_CONNECT,
  NETWORK_DISCONNECT,
  NETWORK_RELOAD;

  /** The states it can begin in. */
  public Set<ContainerState> accepted() {
    return switch (this) {
      case INIT -> EnumSet.of(CONFIGURED, STOPPED, EXITED);
      case START -> EnumSet.of(CONFIGURED, CREATED, STOPPED, EXITED);
      case STOP -> EnumSet.of(CREATED, RUNNING, STOPPING);
      case KILL -> EnumSet.of(RUNNING, STOPPING, PAUSED);
      case PAUSE, EXEC, HEALTH_CHECK, CHECKPOINT -> EnumSet.of(RUNNING);
      case RESTORE -> EnumSet.of(CONFIGURED, EXITED);
      case UNPAUSE -> EnumSet.of(PAUSED);
      case RESTART -> EnumSet.of(CONFIGURED, CREATED, RUNNING, STOPPED, EXITED);
      case CLEANUP -> EnumSet.of(CONFIGURED, CREATED, STOPPED, STOPPING, EXITED);
      case ATTACH, NETWORK_RELOAD -> EnumSet.of(CREATED, RUNNING);
      case STATS -> EnumSet.of(RUNNING, PAUSED);
      case REMOVE -> EnumSet.complementOf(EnumSet.of(UNKNOWN, RUNNING, PAUSED));
      case FORCED_REMOVE -> EnumSet.allOf(ContainerState.class);
      case MOUNT, EXPORT, UPDATE, RENAME, NETWORK_CONNECT, NETWORK_DISCONNECT ->
          EnumSet.complementOf(EnumSet.of(UNKNOWN, REMOVING));
    };
  }

  /** Whether it can begin in this state; looks at nothing else (STATES-1). */
  public boolean accepts(ContainerState state) {
    return accepted().contains(state);
  }

  /**
   * Refuses a container in any other state.
   *
   * @throws GantryException STATE_INVALID, naming the state and what would be accepted
   */
  void require(LockedContainer container) {
    ContainerState state = container.state();
    if (!accepts(state)) {
      throw GantryException.of(
              ErrorCode.STATE_INVALID,
              "cannot %s a container that is %s; it must be %s"
                  .formatted(word(), state.displayName(), wanted()))
          .about("container", container.id())
          .in(state.displayName());
    }
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT).replace("forced_", "").replace('_', ' ');
  }

  private String wanted() {
    return accepted().stream().map(ContainerState::displayName).collect(Collectors.joining(" or "));
  }
}
