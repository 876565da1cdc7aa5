package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.state.Change;
import io.gantry.engine.state.StateStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Who waits for the end of a run. Answers come from the executor, never from the thread that holds
 * a container. Thread-safe.
 */
final class ExitWaits {
  private record Run(ContainerId container, long number) {}

  private final StateStore store;
  private final Executor answers;
  private final Map<Run, CompletableFuture<ExitRecord>> waiting = new ConcurrentHashMap<>();

  ExitWaits(StateStore store, Executor answers) {
    this.store = store;
    this.answers = answers;
  }

  /**
   * The end of a run, once it is durable. Fails with NO_SUCH_CONTAINER if the container is gone and
   * the run's end is not known, with REMOVED if it goes while waiting.
   */
  CompletableFuture<ExitRecord> of(ContainerId id, long run) {
    Run key = new Run(id, run);
    CompletableFuture<ExitRecord> future =
        waiting.computeIfAbsent(key, missing -> new CompletableFuture<>());
    // Looked up after registering: an end that is saved between the two completes the future.
    Optional<ExitRecord> known = store.exit(id, run);
    if (known.isPresent()) {
      waiting.remove(key);
      future.complete(known.get());
    } else if (store.find(id).isEmpty()) {
      waiting.remove(key);
      future.completeExceptionally(
          GantryException.of(
                  ErrorCode.NO_SUCH_CONTAINER,
                  "there is no such container and no end of its run " + run + " is known")
              .about("container", id));
    }
    return future.copy();
  }

  void publish(Change change) {
    ExitRecord exit = change.exit();
    if (exit != null) {
      CompletableFuture<ExitRecord> future = waiting.remove(new Run(exit.container(), exit.run()));
      if (future != null) {
        answers.execute(() -> future.complete(exit));
      }
    }
  }

  void removed(ContainerId id) {
    waiting.forEach(
        (run, future) -> {
          if (run.container().equals(id) && waiting.remove(run, future)) {
            answers.execute(
                () ->
                    future.completeExceptionally(
                        GantryException.of(
                                ErrorCode.REMOVED, "the container was removed before that run")
                            .about("container", id)));
          }
        });
  }
}
