package io.gantry.agent.work;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that does the same step again and again until it is closed. A step that fails by a
 * defect is logged and repeated after a pause: the agent must not lose its watch to one bad line.
 */
public final class Loop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Loop.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What the thread does; waits inside end by interrupt. */
  @FunctionalInterface
  public interface Step {
    void run() throws InterruptedException;
  }

  private final Step step;
  private final Backoff defects = Backoff.ofSeconds(1, 60);
  private final Thread thread;
  private volatile boolean closed;

  private Loop(ThreadFactory threads, Step step) {
    this.step = step;
    this.thread = threads.newThread(this::run);
  }

  /** A loop that is not started yet. */
  public static Loop of(String name, Step step) {
    return of(Threads.named(name), step);
  }

  /** The same on a thread of the factory. */
  public static Loop of(ThreadFactory threads, Step step) {
    return new Loop(threads, step);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    while (!closed) {
      try {
        runOnce();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void runOnce() throws InterruptedException {
    try {
      step.run();
      defects.reset();
    } catch (RuntimeException e) {
      log.error("{} failed and goes on", thread.getName(), e);
      defects.await();
    }
  }

  /** Whether it was told to end; what fails then fails for that reason. */
  public boolean isClosed() {
    return closed;
  }

  /** Interrupts the thread and waits a while for its end. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
