package io.gantry.engine.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class KeyedLockTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private final KeyedLock<String> locks = new KeyedLock<>("container");

  @Test
  @Rule("SAVE-5")
  void letsInWhoWaitsOnceItIsGivenBack() throws InterruptedException {
    CompletableFuture<Boolean> entered = new CompletableFuture<>();
    locks.lock("one", LONG);
    Thread waiting =
        Thread.ofPlatform()
            .start(
                () -> {
                  locks.lock("one", LONG);
                  entered.complete(true);
                  locks.unlock("one");
                });
    while (waiting.isAlive() && waiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertThat(entered).isNotDone();

    locks.unlock("one");
    waiting.join();

    assertThat(entered).isCompletedWithValue(true);
  }

  @Test
  @Rule("SAVE-5")
  void isRefusedWhileSomebodyHasIt() {
    locks.lock("one", LONG);

    assertThat(locks.tryLock("one")).as("by its holder").isFalse();
    assertThat(tryLockElsewhere("one")).isFalse();
    assertThat(tryLockElsewhere("two")).isTrue();
    locks.unlock("one");
    assertThat(locks.tryLock("one")).isTrue();
  }

  private boolean tryLockElsewhere(String id) {
    try (var thread = Executors.newSingleThreadExecutor()) {
      return CompletableFuture.supplyAsync(() -> locks.tryLock(id), thread).join();
    }
  }

  @Test
  @Rule("SAVE-5")
  void isNotWaitedForByWhoHasIt() {
    locks.lock("one", LONG);

    for (int times = 0; times < 2; times++) {
      assertThatThrownBy(() -> locks.lock("one", LONG))
          .isInstanceOfSatisfying(
              GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WILL_DEADLOCK));
    }

    locks.unlock("one");
    assertThatThrownBy(() -> locks.unlock("one")).isInstanceOf(IllegalMonitorStateException.class);
  }
}
