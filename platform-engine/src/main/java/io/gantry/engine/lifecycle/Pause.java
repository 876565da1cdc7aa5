package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerState;

/** Freezes a running container, and thaws it. */
final class Pause {
  private final Rooms rooms;

  Pause(Rooms rooms) {
    this.rooms = rooms;
  }

  void pause(LockedContainer container) {
    Operation.PAUSE.require(container);
    rooms.runtime().pause(container.id());
    container.save(
        SavePoint.PAUSE_PAUSED,
        container.change(fields -> fields.state(ContainerState.PAUSED)).telling("pause", null));
  }

  void unpause(LockedContainer container) {
    Operation.UNPAUSE.require(container);
    rooms.runtime().resume(container.id());
    container.save(
        SavePoint.PAUSE_RUNNING,
        container.change(fields -> fields.state(ContainerState.RUNNING)).telling("unpause", null));
  }
}
