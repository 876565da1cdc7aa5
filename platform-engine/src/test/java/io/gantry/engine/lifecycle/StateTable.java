package io.gantry.engine.lifecycle;

import static io.gantry.api.container.ContainerState.CONFIGURED;
import static io.gantry.api.container.ContainerState.CREATED;
import static io.gantry.api.container.ContainerState.EXITED;
import static io.gantry.api.container.ContainerState.PAUSED;
import static io.gantry.api.container.ContainerState.REMOVING;
import static io.gantry.api.container.ContainerState.RUNNING;
import static io.gantry.api.container.ContainerState.STOPPED;
import static io.gantry.api.container.ContainerState.STOPPING;

import io.gantry.api.container.ContainerState;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The model: in which states an operation is accepted and what it makes of them, and what may
 * happen to a state at each save point. Written down from the specification once more, so that a
 * slip in the engine's own tables does not go into this one.
 */
final class StateTable {
  private StateTable() {}

  /**
   * The states one of which the operation ends in; none if it is refused.
   *
   * @param signal of a kill
   */
  static Set<ContainerState> after(Step.Kind operation, ContainerState found, String signal) {
    return switch (operation) {
      case INIT -> of(found, CREATED, CONFIGURED, STOPPED, EXITED);
      case START -> of(found, RUNNING, CONFIGURED, CREATED, STOPPED, EXITED);
      case RESTART -> of(found, RUNNING, CONFIGURED, CREATED, RUNNING, STOPPED, EXITED);
      case PAUSE -> of(found, PAUSED, RUNNING);
      case UNPAUSE -> of(found, RUNNING, PAUSED);
      case STOP -> stopped(found);
      case KILL -> killed(found, signal);
      case CLEANUP -> cleaned(found);
      case RENAME -> found == REMOVING ? Set.of() : Set.of(found);
      default -> throw new IllegalArgumentException("no operation: " + operation);
    };
  }

  private static Set<ContainerState> of(
      ContainerState found, ContainerState result, ContainerState... accepted) {
    return List.of(accepted).contains(found) ? Set.of(result) : Set.of();
  }

  private static Set<ContainerState> stopped(ContainerState found) {
    return switch (found) {
      case CREATED, RUNNING, STOPPING -> EnumSet.of(STOPPED, EXITED);
      case STOPPED, EXITED -> Set.of(found);
      case UNKNOWN, CONFIGURED, PAUSED, REMOVING -> Set.of();
    };
  }

  private static Set<ContainerState> killed(ContainerState found, String signal) {
    return switch (found) {
      case RUNNING, STOPPING, PAUSED ->
          signal.equals("KILL") ? EnumSet.of(STOPPED, EXITED) : Set.of(found);
      case UNKNOWN, CONFIGURED, CREATED, STOPPED, EXITED, REMOVING -> Set.of();
    };
  }

  private static Set<ContainerState> cleaned(ContainerState found) {
    return switch (found) {
      case CONFIGURED, EXITED, STOPPING -> Set.of(found);
      case CREATED -> Set.of(CONFIGURED);
      case STOPPED -> Set.of(EXITED);
      case UNKNOWN, RUNNING, PAUSED, REMOVING -> Set.of();
    };
  }

  /** Whether a removal is accepted. */
  static boolean removable(ContainerState found, boolean force) {
    return force || (found != RUNNING && found != PAUSED);
  }

  /** Whether the save point may bring a container from one state to the other. */
  static boolean allows(SavePoint point, ContainerState from, ContainerState to) {
    return switch (point) {
      case PREPARE_DONE, START_FAILED -> from == to && isOneOf(from, CONFIGURED, EXITED, CREATED);
      case INIT_CREATED -> isOneOf(from, CONFIGURED, EXITED) && to == CREATED;
      case START_OPENED -> from == CREATED && to == CREATED;
      case START_RUNNING -> from == CREATED && to == RUNNING;
      case SYNC_CHANGED -> ends(from, to) || corrects(from, to);
      case EXIT_TIMEOUT, MONITOR_DIED -> isOneOf(from, RUNNING, PAUSED, STOPPING) && to == STOPPED;
      case STOP_STOPPING -> isOneOf(from, CREATED, RUNNING, STOPPING) && to == STOPPING;
      case PAUSE_PAUSED -> from == RUNNING && to == PAUSED;
      case PAUSE_RUNNING -> from == PAUSED && to == RUNNING;
      case CLEANUP_RUNTIME ->
          (from == STOPPED && to == EXITED) || (from == CREATED && to == CONFIGURED);
      case REMOVE_REMOVING -> !isOneOf(from, RUNNING, PAUSED) && to == REMOVING;
      case REFRESH_SAVED -> to == (isOneOf(from, EXITED, REMOVING) ? from : CONFIGURED);
      case KILL_BY_USER -> from == to && isOneOf(from, RUNNING, STOPPING, PAUSED);
      case RESTART_COUNTED, RESTART_PUT_OFF, CLEANUP_NETWORK, CLEANUP_STORAGE, UPDATE_SAVED ->
          from == to;
      default -> false;
    };
  }

  private static boolean ends(ContainerState from, ContainerState to) {
    return isOneOf(from, CREATED, RUNNING, PAUSED, STOPPING) && to == STOPPED;
  }

  private static boolean corrects(ContainerState from, ContainerState to) {
    return (from == RUNNING && to == PAUSED)
        || (from == PAUSED && to == RUNNING)
        || (from == CREATED && to == RUNNING);
  }

  private static boolean isOneOf(ContainerState state, ContainerState... states) {
    return List.of(states).contains(state);
  }

  /** What is told at the save point besides the end of a run; one of these. */
  static Set<List<String>> events(SavePoint point) {
    return switch (point) {
      case CREATE_INSERTED -> Set.of(List.of("create"));
      case INIT_CREATED -> Set.of(List.of("init"));
      case START_RUNNING -> Set.of(List.of("start"));
      case SYNC_CHANGED -> Set.of(List.of(), List.of("start"));
      case KILL_BY_USER -> Set.of(List.of("kill"));
      case PAUSE_PAUSED -> Set.of(List.of("pause"), List.of());
      case PAUSE_RUNNING -> Set.of(List.of("unpause"), List.of());
      case RESTART_COUNTED -> Set.of(List.of("restart"));
      case CLEANUP_STORAGE -> Set.of(List.of("cleanup"), List.of());
      case UPDATE_SAVED -> Set.of(List.of("update"), List.of("rename"));
      case REMOVE_DELETED -> Set.of(List.of("remove"));
      default -> Set.of(List.of());
    };
  }
}
