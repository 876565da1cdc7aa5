package io.gantry.engine.lifecycle;

import io.gantry.engine.state.Change;
import io.gantry.engine.state.NetworkAttachment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Mounts a container's root and makes its namespace, side by side (NETWORK-1 to NETWORK-3). */
final class Prepare {
  private final Rooms rooms;
  private final Executor workers;

  Prepare(Rooms rooms, Executor workers) {
    this.rooms = rooms;
    this.workers = workers;
  }

  /**
   * Makes what is missing and saves it together with what the caller adds to the save; after a
   * failure nothing of it stays.
   *
   * @return the connection, which may still be under way
   */
  Connecting run(LockedContainer container, UnaryOperator<Change> addition) {
    return run(container, addition, () -> rooms.network().open(container.config()));
  }

  /** The same, its network namespace opened in a way of its own. */
  Connecting run(
      LockedContainer container,
      UnaryOperator<Change> addition,
      Supplier<Optional<NetworkAttachment>> opening) {
    // What may still be recorded is an ended run's, and no longer what is so if its cleanup was cut
    // off: it is made anew (RESTART-OP-3).
    Connecting connecting = Connecting.begin(rooms.network(), container.config(), opening, workers);
    try {
      Path mountPoint = rooms.root().mount(container.config());
      NetworkAttachment network = connecting.attachment();
      Change change = container.change(fields -> fields.mountPoint(mountPoint).network(network));
      container.save(SavePoint.PREPARE_DONE, addition.apply(change));
      return connecting;
    } catch (RuntimeException e) {
      connecting.settle(e);
      undo(e, () -> rooms.root().unmount(container.config()));
      undo(e, () -> rooms.network().detach(container.config()));
      throw e;
    }
  }

  private static void undo(RuntimeException failure, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
