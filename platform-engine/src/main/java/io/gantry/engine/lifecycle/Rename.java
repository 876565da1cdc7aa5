package io.gantry.engine.lifecycle;

import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.validation.ContainerName;

/**
 * Gives a container another name. Config, the name it is found by, and the event are one save, so
 * that it is renamed wholly or not at all (STORAGE-18). What was made for a run keeps the former
 * name until the next one.
 */
final class Rename {
  private final Rooms rooms;

  Rename(Rooms rooms) {
    this.rooms = rooms;
  }

  /**
   * Does it; the name it has already is success.
   *
   * @throws io.gantry.api.error.GantryException INVALID_ARGUMENT, NAME_DUPLICATE, STATE_INVALID
   */
  void run(LockedContainer container, String name) {
    Operation.RENAME.require(container);
    ContainerName.require(name);
    ContainerConfig former = container.config();
    if (former.name().equals(name)) {
      return;
    }
    container.saveConfig(
        former.withName(name), container.change(fields -> fields).telling("rename", former.name()));
    if (former.sharing().network() != null) {
      Failures.quietly(container.id(), "shared hosts", () -> rooms.network().leave(former));
    }
  }
}
