package io.gantry.agent.work;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Named threads and the pools made of them. Whoever asks for a pool closes it. */
public final class Threads {
  private static final long IDLE_SECONDS = 30;

  private Threads() {}

  /** A pool that grows to the given size and shrinks to nothing; work beyond it queues. */
  public static ExecutorService queueing(String name, int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named(name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** A pool that grows to the given size and refuses work beyond it. */
  public static ExecutorService refusing(String name, int threads) {
    return new ThreadPoolExecutor(
        0, threads, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), named(name));
  }

  /** One thread for short work at a later time. */
  public static ScheduledExecutorService timer(String name) {
    return timer(named(name));
  }

  /** The same on a thread of the factory. */
  public static ScheduledExecutorService timer(ThreadFactory threads) {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads);
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return timer;
  }

  /** One thread for one piece of work. */
  public static void once(String name, Runnable work) {
    named(name).newThread(work).start();
  }

  /** Daemons of this name and a number. */
  public static ThreadFactory named(String name) {
    return Thread.ofPlatform().name(name + "-", 1).daemon(true).factory();
  }
}
