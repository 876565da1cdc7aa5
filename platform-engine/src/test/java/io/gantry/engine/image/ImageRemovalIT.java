package io.gantry.engine.image;

import static io.gantry.engine.storage.TarBuilder.aTar;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageSummary;
import io.gantry.api.image.PruneResult;
import io.gantry.api.image.TransferProgress;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.storage.StorageOptions;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes, and what never goes while it is needed. */
@RequiresHost("root")
@Timeout(120)
class ImageRemovalIT {
  private static final TenantId TENANT = TenantId.DEFAULT;
  private static final Duration DAY = Duration.ofDays(1);
  private static final int ROUNDS = 60;
  private static final Executor THREADS = task -> Thread.ofPlatform().daemon().start(task);

  private final ImageRoom room;
  private final Images images;

  ImageRemovalIT(@TempDir Path home) {
    room = new ImageRoom(home);
    images = room.images();
  }

  @AfterEach
  void closeRoom() {
    room.close();
  }

  @Test
  void prunesWhatHasHadNoNameForLongEnough() {
    Digest first = imported("app", "1").id();
    Digest second = imported("app", "22").id();
    room.clock().forward(DAY);
    imported("app", "333");
    room.clock().forward(DAY.dividedBy(2));

    PruneResult result = images.prune(TENANT, DAY);

    assertThat(result.removed()).containsExactly(first);
    assertThat(result.freedBytes()).isEqualTo(1);
    assertThat(images.prune(TENANT, Duration.ZERO).removed()).containsExactly(second);
  }

  @Test
  void countsAnewWhenAnImageHadANameInBetween() {
    Digest image = imported("app", "1").id();
    imported("app", "22");
    room.clock().forward(DAY);
    images.tag(TENANT, image.value(), "again");
    imported("again", "333");

    assertThat(images.prune(TENANT, DAY).removed()).isEmpty();
    room.clock().forward(DAY);
    assertThat(images.prune(TENANT, DAY).removed()).containsExactly(image);
  }

  @Test
  void saysWhatWouldGoAndTakesNothing() {
    Digest dangling = imported("app", "1").id();
    Digest used = imported("app", "22").id();
    imported("app", "333");
    room.use(TENANT, used);
    TenantId other = new TenantId("other");
    imported(other, "app", "22");

    PruneResult would = images.prunable(TENANT, Duration.ZERO);

    assertThat(would.removed()).containsExactly(dangling);
    assertThat(would.freedBytes()).isEqualTo(1);
    assertThat(images.list(TENANT)).hasSize(3);
    assertThat(images.prune(TENANT, Duration.ZERO)).isEqualTo(would);
  }

  @Test
  void doesNotCountBytesThatSomebodyElseNeeds() {
    Digest dangling = imported("app", "1").id();
    imported("app", "22");
    imported(new TenantId("other"), "app", "1");

    PruneResult would = images.prunable(TENANT, Duration.ZERO);

    assertThat(would.removed()).containsExactly(dangling);
    assertThat(would.freedBytes()).isZero();
    assertThat(images.prune(TENANT, Duration.ZERO)).isEqualTo(would);
  }

  @Test
  void neverTakesALayerOfAContainerThatIsMadeMeanwhile() {
    AtomicBoolean ended = new AtomicBoolean();
    ConcurrentLinkedQueue<ErrorCode> refused = new ConcurrentLinkedQueue<>();
    var pruning =
        CompletableFuture.runAsync(
            () -> {
              while (!ended.get()) {
                images.prune(TENANT, Duration.ZERO);
              }
            },
            THREADS);
    List<ContainerId> made = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      Digest layer = layerOf(imported("app", "content " + round));
      var removing = CompletableFuture.runAsync(() -> images.remove(TENANT, "app"), THREADS);
      ContainerId container = ContainerId.random(new SecureRandom());
      try {
        var ids = room.containers().create(container, StorageOptions.over(List.of(layer)));
        assertThat(ids).isNotNull();
        made.add(container);
      } catch (GantryException e) {
        refused.add(e.code());
      }
      removing.join();
    }
    ended.set(true);
    pruning.join();

    assertThat(refused).allMatch(code -> code == ErrorCode.NO_SUCH_IMAGE);
    assertThat(made.size() + refused.size()).isEqualTo(ROUNDS);
    for (ContainerId container : made) {
      assertThat(room.layers().known()).containsAll(room.containers().options(container).layers());
    }
    assertThat(room.layers().known()).hasSize(made.size());
  }

  private Digest layerOf(ImageSummary image) {
    return images.inspect(TENANT, image.id().value()).layers().getFirst();
  }

  private ImageSummary imported(String name, String content) {
    return imported(TENANT, name, content);
  }

  private ImageSummary imported(TenantId tenant, String name, String content) {
    byte[] tar = aTar().file("a", content).build();
    return images.importRootfs(
        tenant, name, new ByteArrayInputStream(tar), ImageConfig.EMPTY, TransferProgress.NONE);
  }
}
