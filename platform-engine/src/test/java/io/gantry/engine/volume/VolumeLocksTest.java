package io.gantry.engine.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import io.gantry.engine.state.VolumeRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class VolumeLocksTest {
  private static final VolumeRecord DATA = volume("1", "data");
  private static final VolumeRecord OTHER = volume("2", "other");

  private final VolumeLocks locks = new VolumeLocks();

  private static VolumeRecord volume(String id, String name) {
    return new VolumeRecord(
        id, TenantId.DEFAULT, name, Instant.EPOCH, Path.of("/v"), false, true, true);
  }

  @Test
  @Rule("VOLUME-1")
  void failsInsteadOfWaitingForItself() {
    assertThatThrownBy(() -> locks.run(DATA, () -> locks.run(DATA, () -> {})))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WILL_DEADLOCK));

    assertThat(locks.supply(DATA, () -> locks.supply(OTHER, () -> "both"))).isEqualTo("both");
  }

  @Test
  @Rule("VOLUME-1")
  void letsNobodyElseWorkOnTheSameVolume() {
    List<String> done = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch otherVolume = new CountDownLatch(1);
    try (ExecutorService others = Executors.newFixedThreadPool(2)) {
      CompletableFuture<Void> first =
          CompletableFuture.runAsync(
              () ->
                  locks.run(
                      DATA,
                      () -> {
                        begun.countDown();
                        await(otherVolume);
                        done.add("first");
                      }),
              others);
      await(begun);
      CompletableFuture<Void> second =
          CompletableFuture.runAsync(() -> locks.run(DATA, () -> done.add("second")), others);
      locks.run(OTHER, otherVolume::countDown);
      CompletableFuture.allOf(first, second).join();
    }

    assertThat(done).containsExactly("first", "second");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
