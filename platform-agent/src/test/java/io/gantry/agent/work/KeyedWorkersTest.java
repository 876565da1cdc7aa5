package io.gantry.agent.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KeyedWorkersTest {
  @Test
  void runsOnceMoreForAnyNumberOfWakeUpsWhileRunning() throws InterruptedException {
    Semaphore started = new Semaphore(0);
    Semaphore mayEnd = new Semaphore(0);
    AtomicInteger runs = new AtomicInteger();
    try (KeyedWorkers<String> workers =
        KeyedWorkers.start(
            "test",
            4,
            key -> {
              started.release();
              mayEnd.acquireUninterruptibly();
              runs.incrementAndGet();
            })) {
      workers.wake("a");
      started.acquire();

      workers.wake("a");
      workers.wake("a");
      workers.wake("a");
      mayEnd.release(10);

      started.acquire();
      assertThat(started.tryAcquire(100, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(runs).hasValue(2);
    }
  }

  @Test
  void runsOtherKeysWhileOneBlocks() throws InterruptedException {
    CountDownLatch other = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (KeyedWorkers<String> workers =
        KeyedWorkers.start(
            "test",
            2,
            key -> {
              if (key.equals("slow")) {
                awaitQuietly(release);
              } else {
                other.countDown();
              }
            })) {
      workers.wake("slow");

      workers.wake("quick");

      assertThat(other.await(10, TimeUnit.SECONDS)).isTrue();
      release.countDown();
    }
  }

  @Test
  void goesOnAfterWorkThatFailed() throws InterruptedException {
    Semaphore runs = new Semaphore(0);
    try (KeyedWorkers<String> workers =
        KeyedWorkers.start(
            "test",
            1,
            key -> {
              runs.release();
              throw new IllegalStateException("planted");
            })) {
      workers.wake("a");
      runs.acquire();

      workers.wake("a");

      assertThat(runs.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void letsRunningWorkEndWhenItIsClosed() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();
    KeyedWorkers<String> workers =
        KeyedWorkers.start(
            "test",
            1,
            key -> {
              started.countDown();
              awaitQuietly(closing);
              ended.set(Thread.currentThread().isInterrupted() ? -1 : 1);
            });
    workers.wake("a");
    started.await();
    workers.wake("queued");

    Thread closer = Thread.ofVirtual().start(workers::close);
    closing.countDown();
    closer.join();

    assertThat(ended).hasValue(1);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
