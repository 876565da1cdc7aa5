package io.gantry.engine.linux;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Threads that leave this process's namespaces: each does one thing and ends, so no later work can
 * find itself in a foreign namespace.
 */
public final class NamespaceThread {
  private NamespaceThread() {}

  /** What is done on the thread. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws IOException;
  }

  /** Does the work and waits for it, through interruptions, which are kept. */
  static <T> T call(Work<T> work) throws IOException {
    FutureTask<T> task = new FutureTask<>(work::run);
    Thread thread = Thread.ofPlatform().name("gantry-namespace").daemon().unstarted(task);
    NewThread.start(thread);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          thread.join();
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IOException unwrapped(ExecutionException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof IOException checked ? checked : new IOException(cause);
  }
}
