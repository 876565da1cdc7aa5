package io.gantry.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How many short containers per second a peer can make, run, await and remove. */
record Throughput(Peer peer, String image) {
  double perSecond(int clients, Duration time) throws Exception {
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    int done = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        work.add(() -> runUntil(end));
      }
      for (Future<Integer> result : threads.invokeAll(work)) {
        done += result.get();
      }
    }
    return done / ((System.nanoTime() - begin) / 1e9);
  }

  private int runUntil(long end) throws Exception {
    int done = 0;
    while (System.nanoTime() - end < 0) {
      String id = peer.create(image, false, List.of("true"));
      peer.start(id);
      if (peer.await(id) != 0) {
        throw new IllegalStateException(peer.name() + " lost the exit code of " + id);
      }
      peer.remove(id);
      done++;
    }
    return done;
  }
}
