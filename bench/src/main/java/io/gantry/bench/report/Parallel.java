package io.gantry.bench.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several doing the same at the same time, and how much they do together. */
final class Parallel {
  /** One piece of work; returns how many things it did. */
  @FunctionalInterface
  interface Work {
    int once(int round) throws Exception;
  }

  private Parallel() {}

  static double perSecond(List<Work> works, Duration time) throws Exception {
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    long done = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(works.size())) {
      List<Callable<Long>> tasks = new ArrayList<>();
      works.forEach(work -> tasks.add(() -> until(end, work)));
      for (Future<Long> result : threads.invokeAll(tasks)) {
        done += result.get();
      }
    }
    return done / ((System.nanoTime() - begin) / 1e9);
  }

  private static long until(long end, Work work) throws Exception {
    long done = 0;
    for (int round = 0; System.nanoTime() - end < 0; round++) {
      done += work.once(round);
    }
    return done;
  }
}
