package io.gantry.engine.lifecycle;

import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.NetworkAttachment;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A container's connection under way. The namespace comes first and is all the runtime needs; the
 * links in it take long and are built while the container is created. Whoever began it waits for
 * its end, well or not, before undoing anything.
 */
final class Connecting {
  private final CompletableFuture<Optional<NetworkAttachment>> opened;
  private final CompletableFuture<?> connected;

  private Connecting(
      CompletableFuture<Optional<NetworkAttachment>> opened, CompletableFuture<?> connected) {
    this.opened = opened;
    this.connected = connected;
  }

  static Connecting begin(ContainerNetwork network, ContainerConfig config, Executor workers) {
    return begin(network, config, () -> network.open(config), workers);
  }

  /** The same, its namespace opened in a way of its own. */
  static Connecting begin(
      ContainerNetwork network,
      ContainerConfig config,
      Supplier<Optional<NetworkAttachment>> opening,
      Executor workers) {
    CompletableFuture<Optional<NetworkAttachment>> opened =
        CompletableFuture.supplyAsync(opening, workers);
    return new Connecting(
        opened,
        opened.thenAcceptAsync(
            found -> found.ifPresent(attachment -> network.connect(config)), workers));
  }

  /** Waits for the namespace only; absent if the container has no network of its own. */
  @Nullable NetworkAttachment attachment() {
    return Joined.of(opened).orElse(null);
  }

  /** Waits until the container is connected. */
  void join() {
    var unused = Joined.of(connected);
  }

  /** Waits until nothing is under way any more; another failure goes with the one that is known. */
  void settle(RuntimeException known) {
    try {
      var unused = connected.join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause();
      if (cause != null && cause != known) {
        known.addSuppressed(cause);
      }
    }
  }
}
