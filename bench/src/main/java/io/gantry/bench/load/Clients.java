package io.gantry.bench.load;

import io.gantry.api.error.GantryException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Clients that have containers live, many at a time. Thread-safe. */
final class Clients {
  private final Lives lives;
  private final Told told;
  private final int clients;
  private final AtomicInteger containers = new AtomicInteger();
  private final AtomicLong runs = new AtomicLong();
  private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());

  Clients(Lives lives, Told told, int clients) {
    this.lives = lives;
    this.told = told;
    this.clients = clients;
  }

  /**
   * Has so many more live; returns when all are removed.
   *
   * @param over asked before each
   */
  void have(int more, BooleanSupplier over) throws InterruptedException {
    AtomicInteger left = new AtomicInteger(more);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      threads.add(Thread.ofPlatform().name("client-" + i).start(() -> work(left, over)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    told.takeAll();
  }

  private void work(AtomicInteger left, BooleanSupplier over) {
    while (left.getAndDecrement() > 0 && !over.getAsBoolean()) {
      int number = containers.getAndIncrement();
      try {
        runs.addAndGet(lives.live(number));
        told.takeAll();
      } catch (GantryException | Lives.WrongLife | ExecutionException | TimeoutException e) {
        wrong.add("container " + number + ": " + e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  int containers() {
    return containers.get();
  }

  /** Whose ends were seen. */
  long runs() {
    return runs.get();
  }

  /** One sentence for each container whose life was another than it had to be. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }
}
