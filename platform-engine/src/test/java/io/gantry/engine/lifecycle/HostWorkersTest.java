package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.ProcessIdentity;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostWorkersTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final HostWorkers workers = HostWorkers.open();

  @AfterEach
  void close() {
    workers.close();
  }

  @Test
  void haveAThreadForEachKindOfWork() throws Exception {
    assertThat(threadOf(workers.followUps())).startsWith("gantry-worker-");
    assertThat(threadOf(workers.ahead())).startsWith("gantry-ahead-");
    assertThat(threadOf(workers.parallel())).startsWith("gantry-parallel-");
    assertThat(threadOf(workers.answers())).isEqualTo("gantry-answers");
    assertThat(threadOf(workers.checks())).startsWith("gantry-health-");
    assertThat(threadOf(work -> workers.after(Duration.ofSeconds(-1), work)))
        .isEqualTo("gantry-timer");
  }

  private static String threadOf(Executor executor) throws Exception {
    return CompletableFuture.supplyAsync(() -> Thread.currentThread().getName(), executor)
        .get(LONG.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  @Rule("EXITCODES-6")
  void tellTheEndOfAMonitorTheyWatch() throws Exception {
    ContainerId id = new ContainerId("a".repeat(64));
    CompletableFuture<ContainerId> ended = new CompletableFuture<>();
    Process monitor = new ProcessBuilder("sleep", "1000").start();
    workers.watch(ended::complete).watch(id, ProcessIdentity.of((int) monitor.pid()).orElseThrow());
    assertThat(ended).isNotDone();

    monitor.destroyForcibly();

    assertThat(ended.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(id);
    assertThat(monitor.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void finishTheFollowUpsTheyHaveBegun() throws Exception {
    assertThat(endedByClosing(workers.followUps())).isEqualTo("done");
  }

  @Test
  void finishTheWorkAheadTheyHaveBegun() throws Exception {
    assertThat(endedByClosing(workers.ahead())).isEqualTo("done");
  }

  private String endedByClosing(Executor executor) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<String> begun = blocked(executor, go);
    closeMeanwhile(go);
    return begun.getNow("not done");
  }

  /** The workers begin to close, then what they wait for goes on. */
  private void closeMeanwhile(CountDownLatch go) throws InterruptedException {
    Thread closing = Thread.ofPlatform().start(workers::close);
    while (takes(workers.followUps())) {
      Thread.onSpinWait();
    }
    go.countDown();
    closing.join();
  }

  /** The follow-ups are the last to be closed. */
  private static boolean takes(Executor executor) {
    try {
      executor.execute(() -> {});
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  @Test
  void leaveTheWorkAheadTheyHaveNotBegun() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    for (int i = 0; i < 4; i++) {
      var unused = blocked(workers.ahead(), go);
    }
    CompletableFuture<Void> left = CompletableFuture.runAsync(() -> {}, workers.ahead());

    closeMeanwhile(go);

    assertThat(left).isNotDone();
  }

  /** Begun work that needs the workers for parallel steps before it is done. */
  private CompletableFuture<String> blocked(Executor executor, CountDownLatch go) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<String> result =
        CompletableFuture.supplyAsync(
            () -> {
              begun.countDown();
              return CompletableFuture.supplyAsync(() -> await(go), workers.parallel()).join();
            },
            executor);
    assertThat(begun.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return result;
  }

  private static String await(CountDownLatch go) {
    try {
      return go.await(LONG.toSeconds(), TimeUnit.SECONDS) ? "done" : "too late";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  @Test
  void takeNothingMoreOnceTheyAreClosed() {
    workers.close();

    assertThatCode(() -> workers.after(Duration.ZERO, () -> {})).doesNotThrowAnyException();
    for (Executor each :
        new Executor[] {
          workers.followUps(),
          workers.ahead(),
          workers.parallel(),
          workers.answers(),
          workers.checks()
        }) {
      assertThatThrownBy(() -> each.execute(() -> {}))
          .isInstanceOf(RejectedExecutionException.class);
    }
  }
}
