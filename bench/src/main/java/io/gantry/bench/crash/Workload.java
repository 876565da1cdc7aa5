package io.gantry.bench.crash;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.resource.CreateContainer;
import io.gantry.bench.product.BusyboxArchive;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.client.ControlPlane;
import io.gantry.ctl.client.RequestFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that start containers with known exit codes until enough were acknowledged, as far as
 * they are allowed to go on: work is under way at each kill, up to the last.
 */
final class Workload {
  private static final int HIGHEST_CODE = 100;
  private static final int EVERY_NTH_ON_A_BRIDGE = 8;
  private static final double LONGEST_SECONDS = 1.5;

  /** How soon a client sees that the others have done enough. */
  private static final Duration LOOK = Duration.ofMillis(200);

  private final ControlPlane controlPlane;
  private final History history;
  private final int total;
  private final Random random;
  private final AtomicInteger next = new AtomicInteger();
  private final Semaphore allowed = new Semaphore(0);
  private final List<Thread> clients = new ArrayList<>();

  Workload(ControlPlane controlPlane, History history, int total, Random random) {
    this.controlPlane = controlPlane;
    this.history = history;
    this.total = total;
    this.random = random;
  }

  void start(int threads) {
    for (int i = 0; i < threads; i++) {
      clients.add(Thread.ofPlatform().name("client-" + i).start(this::work));
    }
  }

  /** Lets the clients have so many more acknowledged. */
  void allow(int more) {
    allowed.release(more);
  }

  void join() throws InterruptedException {
    for (Thread client : clients) {
      client.join();
    }
  }

  void stop() {
    clients.forEach(Thread::interrupt);
  }

  private void work() {
    try {
      while (history.count() < total) {
        if (allowed.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
          createUntilAcknowledged();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is refused or cut off was not promised, so the next one takes its place. */
  private void createUntilAcknowledged() throws InterruptedException {
    while (true) {
      int number = next.getAndIncrement();
      int code = number % HIGHEST_CODE;
      try {
        history.acknowledge(create(number, code), code);
        return;
      } catch (RequestFailed e) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  private String create(int number, int code) {
    double seconds = random.nextDouble() * LONGEST_SECONDS;
    String script = String.format(Locale.ROOT, "sleep %.2f; exit %d", seconds, code);
    NetworkSpec.Mode mode =
        number % EVERY_NTH_ON_A_BRIDGE == 0 ? NetworkSpec.Mode.BRIDGE : NetworkSpec.Mode.NONE;
    ContainerSpec spec =
        ContainerSpec.builder(BusyboxArchive.REFERENCE)
            .name("crash-" + number)
            .command("sh", "-c", script)
            .network(NetworkSpec.of(mode))
            .autoRemove(number % 2 == 0)
            .build();
    return controlPlane
        .post(ApiPath.of("containers"), new CreateContainer(spec, true, null))
        .path("id")
        .asString();
  }
}
