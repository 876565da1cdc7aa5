package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.linux.ProcessWatch;
import io.gantry.engine.linux.SyscallException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine's own threads. Closing ends them and waits for work under way. */
public final class HostWorkers implements Workers, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HostWorkers.class);
  private static final int MOST_FOLLOW_UPS = 16;
  private static final int MOST_AHEAD = 4;
  private static final long CLOSE_SECONDS = 30;

  private final ExecutorService followUps;
  private final ThreadPoolExecutor ahead;
  private final ExecutorService parallel;
  private final ExecutorService answers;
  private final ExecutorService checks;
  private final ScheduledExecutorService timer;
  private final ProcessWatch processes;

  private HostWorkers(ProcessWatch processes) {
    this.processes = processes;
    this.followUps =
        Executors.newFixedThreadPool(
            MOST_FOLLOW_UPS, Thread.ofPlatform().name("gantry-worker-", 0).daemon().factory());
    this.ahead =
        new ThreadPoolExecutor(
            MOST_AHEAD,
            MOST_AHEAD,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("gantry-ahead-", 0).daemon().factory());
    this.parallel =
        Executors.newCachedThreadPool(
            Thread.ofPlatform().name("gantry-parallel-", 0).daemon().factory());
    this.answers =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("gantry-answers").daemon().factory());
    this.checks =
        Executors.newCachedThreadPool(
            Thread.ofPlatform().name("gantry-health-", 0).daemon().factory());
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("gantry-timer").daemon().factory());
  }

  public static HostWorkers open() {
    try {
      return new HostWorkers(ProcessWatch.open());
    } catch (SyscallException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "cannot watch processes", e);
    }
  }

  @Override
  public Executor followUps() {
    return followUps;
  }

  @Override
  public Executor ahead() {
    return ahead;
  }

  @Override
  public Executor parallel() {
    return parallel;
  }

  @Override
  public Executor answers() {
    return answers;
  }

  @Override
  public Executor checks() {
    return checks;
  }

  @Override
  public void after(Duration delay, Runnable work) {
    try {
      var unused = timer.schedule(work, Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closing, left to the next opening", e);
    }
  }

  @Override
  public MonitorWatch watch(Consumer<ContainerId> ended) {
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
    checks.shutdownNow();
    ahead.getQueue().clear();
    ahead.shutdown();
    followUps.shutdown();
    try {
      await(ahead);
      await(followUps);
      parallel.shutdownNow();
      answers.shutdownNow();
    } catch (InterruptedException e) {
      followUps.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static void await(ExecutorService workers) throws InterruptedException {
    if (!workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
      workers.shutdownNow();
    }
  }
}
