package io.gantry.engine.lifecycle;

import io.gantry.engine.state.Change;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.ContainerRecord;
import java.util.function.Consumer;

/**
 * Makes a container's layer and directories and stores it. A crash before the row leaves only what
 * carries an id without a row, which the next opening removes.
 */
final class Create {
  private final Rooms rooms;
  private final Containers containers;
  private final Time time;

  Create(Rooms rooms, Containers containers, Time time) {
    this.rooms = rooms;
    this.containers = containers;
    this.time = time;
  }

  /**
   * Does it.
   *
   * @throws io.gantry.api.error.GantryException CONTAINER_EXISTS, NAME_DUPLICATE; nothing is left
   *     then
   */
  void run(ContainerConfig config) {
    run(config, made -> {});
  }

  /** The same, with something put into its directories before anybody can find it. */
  void run(ContainerConfig config, Consumer<ContainerConfig> filling) {
    try {
      rooms.root().create(config);
      filling.accept(config);
      containers.insert(
          config,
          Change.to(ContainerRecord.configured(), time.now()).telling("create", config.name()));
    } catch (RuntimeException e) {
      undo(config, e);
      throw e;
    }
  }

  private void undo(ContainerConfig config, RuntimeException failure) {
    try {
      rooms.root().delete(config.id(), true);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
