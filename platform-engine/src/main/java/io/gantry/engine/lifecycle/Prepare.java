package io.gantry.engine.lifecycle;

import io.gantry.engine.state.Change;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.NetworkAttachment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Mounts a container's root and connects it, side by side (NETWORK-1 to NETWORK-3). */
final class Prepare {
  private final Rooms rooms;
  private final Executor workers;

  Prepare(Rooms rooms, Executor workers) {
    this.rooms = rooms;
    this.workers = workers;
  }

  /** Makes what is missing and saves it together with what the caller adds to the save. */
  void run(LockedContainer container, UnaryOperator<Change> addition) {
    ContainerConfig config = container.config();
    CompletableFuture<Optional<NetworkAttachment>> connecting = connect(container);
    Path mountPoint = mount(container, connecting);
    NetworkAttachment network = joined(config, connecting);
    Change change = container.change(fields -> fields.mountPoint(mountPoint).network(network));
    container.save(SavePoint.PREPARE_DONE, addition.apply(change));
  }

  private CompletableFuture<Optional<NetworkAttachment>> connect(LockedContainer container) {
    NetworkAttachment known = container.record().network();
    ContainerConfig config = container.config();
    return known != null
        ? CompletableFuture.completedFuture(Optional.of(known))
        : CompletableFuture.supplyAsync(() -> rooms.network().attach(config), workers);
  }

  /** The storage's failure goes before the network's (NETWORK-3). */
  private Path mount(
      LockedContainer container, CompletableFuture<Optional<NetworkAttachment>> connecting) {
    try {
      return rooms.root().mount(container.config());
    } catch (RuntimeException e) {
      connecting.handle((network, failure) -> suppress(e, failure)).join();
      undo(e, () -> rooms.network().detach(container.config()));
      throw e;
    }
  }

  private @Nullable NetworkAttachment joined(
      ContainerConfig config, CompletableFuture<Optional<NetworkAttachment>> connecting) {
    try {
      return connecting.join().orElse(null);
    } catch (CompletionException e) {
      RuntimeException failure =
          e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
      undo(failure, () -> rooms.root().unmount(config));
      undo(failure, () -> rooms.network().detach(config));
      throw failure;
    }
  }

  private static boolean suppress(RuntimeException first, @Nullable Throwable later) {
    if (later != null) {
      first.addSuppressed(later);
    }
    return later != null;
  }

  private static void undo(RuntimeException failure, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
