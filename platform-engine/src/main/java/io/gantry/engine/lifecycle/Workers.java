package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.linux.ProcessWatch;
import io.gantry.engine.linux.SyscallException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The engine's threads: workers for what follows by itself, one for answers to those who wait, one
 * timer, one watch for monitors. Closing ends them and waits for work under way.
 */
public final class Workers implements AutoCloseable {
  private static final int MOST = 32;
  private static final long CLOSE_SECONDS = 30;

  private final ExecutorService executor;
  private final ExecutorService answers;
  private final ScheduledExecutorService timer;
  private final ProcessWatch processes;

  private Workers(ProcessWatch processes) {
    this.processes = processes;
    this.executor =
        Executors.newFixedThreadPool(
            MOST, Thread.ofPlatform().name("gantry-worker-", 0).daemon().factory());
    this.answers =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("gantry-answers").daemon().factory());
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("gantry-timer").daemon().factory());
  }

  public static Workers open() {
    try {
      return new Workers(ProcessWatch.open());
    } catch (SyscallException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "cannot watch processes", e);
    }
  }

  ExecutorService executor() {
    return executor;
  }

  ExecutorService answers() {
    return answers;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  /** Tells of each watched monitor's end. */
  MonitorWatch watch(Consumer<ContainerId> ended) {
    return (ContainerId container, ProcessIdentity monitor) -> {
      try {
        processes.watch(monitor, () -> ended.accept(container));
      } catch (SyscallException e) {
        throw GantryException.of(ErrorCode.INTERNAL, "cannot watch the container's monitor", e)
            .about("container", container);
      }
    };
  }

  @Override
  public void close() {
    processes.close();
    timer.shutdownNow();
    executor.shutdown();
    answers.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
      answers.shutdownNow();
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
