package io.gantry.engine.lifecycle;

import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.state.ContainerConfig;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Takes a container out of the runtime, so that nothing of it can be taken for the next run's. */
final class Deletion {
  private final Rooms rooms;
  private final Duration monitorLimit;
  private final Executor workers;

  Deletion(Rooms rooms, Duration monitorLimit, Executor workers) {
    this.rooms = rooms;
    this.monitorLimit = monitorLimit;
    this.workers = workers;
  }

  /** Has a worker do it. */
  CompletableFuture<Boolean> begin(ContainerConfig config, @Nullable ProcessIdentity monitor) {
    return CompletableFuture.supplyAsync(
        () -> {
          run(config, monitor);
          return true;
        },
        workers);
  }

  void run(ContainerConfig config, @Nullable ProcessIdentity monitor) {
    rooms.runtime().delete(config.id());
    endMonitor(monitor);
    rooms.exits().forget(config);
  }

  /**
   * A monitor that still writes its files would have them taken for the next run's. It ends by
   * itself as soon as the container is gone, so this waits under the lock.
   */
  private void endMonitor(@Nullable ProcessIdentity monitor) {
    if (monitor != null && !rooms.processes().awaitEnd(monitor, monitorLimit)) {
      rooms.processes().signal(monitor, Signals.KILL);
    }
  }
}
