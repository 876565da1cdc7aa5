package io.gantry.fleet.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Runs the same thing on many threads at once. */
public final class Together {
  private Together() {}

  /** Results of all, in the order of their numbers; the first failure is thrown. */
  public static <T> List<T> run(int threads, IntFunction<Callable<T>> work)
      throws InterruptedException, ExecutionException {
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<T>> futures = new ArrayList<>();
      for (int number = 0; number < threads; number++) {
        Callable<T> own = work.apply(number);
        futures.add(
            executor.submit(
                () -> {
                  start.await();
                  return own.call();
                }));
      }
      start.countDown();
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }
}
