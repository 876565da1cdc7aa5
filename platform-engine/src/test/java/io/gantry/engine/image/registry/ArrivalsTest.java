package io.gantry.engine.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.TenantId;
import io.gantry.api.image.Digest;
import io.gantry.api.image.RegistryLogin;
import io.gantry.engine.storage.LayerLimits;
import io.gantry.engine.storage.LayerStore;
import io.gantry.engine.storage.ScratchFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ArrivalsTest {
  private static final Executor THREADS = task -> Thread.ofPlatform().daemon().start(task);
  private static final Digest DIGEST = new Digest("sha256:" + "0a".repeat(32));
  private static final Arrivals.Key KEY = new Arrivals.Key(TenantId.DEFAULT, null, DIGEST);

  private final Path home;
  private final LayerStore store;
  private final Arrivals arrivals = new Arrivals();

  ArrivalsTest(@TempDir Path home) {
    this.home = home;
    this.store = LayerStore.open(home, LayerLimits.DEFAULT);
  }

  @Test
  void keepsTheFileUntilTheLastOneIsDone() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch joined = new CountDownLatch(1);
    var first =
        CompletableFuture.supplyAsync(
            () ->
                arrivals.take(
                    KEY,
                    () -> {
                      begun.countDown();
                      await(joined);
                      return file();
                    }),
            THREADS);
    begun.await();
    CompletableFuture<Arrivals.Share> second = new CompletableFuture<>();
    Thread waiter =
        Thread.ofPlatform()
            .start(() -> second.complete(arrivals.take(KEY, ArrivalsTest::notAgain)));
    awaitWaiting(waiter);
    joined.countDown();

    first.join().close();
    try (Arrivals.Share share = second.join();
        InputStream content = share.read()) {
      assertThat(content.readAllBytes()).containsExactly('x');
    }
    assertThat(home.resolve("layers")).isEmptyDirectory();
  }

  @Test
  void letsTheNextOneTryWhatFailedForSomebodyElse() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch joined = new CountDownLatch(1);
    var first =
        CompletableFuture.supplyAsync(
            () ->
                arrivals.take(
                    KEY,
                    () -> {
                      begun.countDown();
                      await(joined);
                      throw new IllegalStateException("the login is wrong");
                    }),
            THREADS);
    begun.await();
    CompletableFuture<Arrivals.Share> second = new CompletableFuture<>();
    Thread waiter =
        Thread.ofPlatform().start(() -> second.complete(arrivals.take(KEY, this::file)));
    awaitWaiting(waiter);
    joined.countDown();

    assertThatThrownBy(first::join).hasRootCauseMessage("the login is wrong");
    second.join().close();
    assertThat(home.resolve("layers")).isEmptyDirectory();
  }

  @Test
  void sharesNothingBetweenTenantsAndLogins() {
    Arrivals.Key tenant = new Arrivals.Key(new TenantId("other"), null, DIGEST);
    Arrivals.Key login = new Arrivals.Key(TenantId.DEFAULT, new RegistryLogin("a", "b"), DIGEST);

    try (Arrivals.Share one = arrivals.take(KEY, this::file);
        Arrivals.Share two = arrivals.take(tenant, this::file);
        Arrivals.Share three = arrivals.take(login, this::file)) {
      assertThat(one).isNotSameAs(two).isNotSameAs(three);
      assertThat(home.resolve("layers")).isDirectoryContaining(path -> true);
      assertThat(home.resolve("layers").toFile().list()).hasSize(3);
    }
  }

  private ScratchFile file() {
    ScratchFile file = store.scratchFile();
    try (var out = file.write()) {
      out.write('x');
      return file;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ScratchFile notAgain() {
    throw new IllegalStateException("fetched twice");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }
}
