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

  private final ThreadPoolExecutor followUps;
  private final ThreadPoolExecutor ahead;
  private final ExecutorService parallel;
  private final ExecutorService answers;
  private final ExecutorService checks;
  private final ScheduledExecutorService timer;
  private final ProcessWatch processes;

  private HostWorkers(ProcessWatch processes) {
    this.processes = processes;
    this.followUps = ready(MOST_FOLLOW_UPS, "gantry-worker-");
    this.ahead = ready(MOST_AHEAD, "gantry-ahead-");
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

  /** Its threads are there before the host may have none left. */
  private static ThreadPoolExecutor ready(int threads, String name) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name(name, 0).daemon().factory());
    pool.prestartAllCoreThreads();
    return pool;
  }

  /** Has the work done by the caller where the host gives no thread. */
  private static Executor orCaller(Executor pool) {
    return work -> {
      try {
        pool.execute(work);
      } catch (OutOfMemoryError e) {
        // What the JVM says when clone() fails; the pool has not taken the work then.
        LOG.warn("no thread is to be had, the caller works: raise TasksMax or pids.max", e);
        work.run();
      }
    };
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
    return orCaller(parallel);
  }

  @Override
  public Executor answers() {
    return orCaller(answers);
  }

  @Override
  public Executor checks() {
    return orCaller(checks);
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
