package io.gantry.engine.image;

import static io.gantry.engine.storage.TarBuilder.aTar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageDetail;
import io.gantry.api.image.ImageSummary;
import io.gantry.api.image.PruneResult;
import io.gantry.api.image.TransferProgress;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.storage.StorageOptions;
import io.gantry.engine.storage.TarBuilder;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresHost("root")
@Timeout(60)
class ImagesIT {
  private static final TenantId OTHER = new TenantId("other");

  private final ImageRoom room;
  private final Images images;

  ImagesIT(@TempDir Path home) {
    room = new ImageRoom(home);
    images = room.images();
  }

  @AfterEach
  void closeRoom() {
    room.close();
  }

  @Test
  void remembersWhatAnImageSaysAboutRunningIt() {
    ImageConfig config =
        new ImageConfig(
            List.of("/init"),
            List.of("--all"),
            List.of("A=b"),
            "/srv",
            "www:www",
            "SIGINT",
            List.of("/data"),
            Map.of("label", "value"));

    ImageSummary summary = imported("app:1", config, aTar().file("init", "12345"));

    ImageDetail detail = images.inspect(TenantId.DEFAULT, "app:1");
    assertThat(detail.config()).isEqualTo(config);
    assertThat(detail.id()).isEqualTo(summary.id());
    assertThat(detail.layers()).hasSize(1);
    assertThat(detail.sizeBytes()).isEqualTo(5);
    assertThat(detail.names()).containsExactly("app:1");
    assertThat(detail.createdAt()).isEqualTo(room.now());
  }

  @Test
  void findsAnImageByEachOfItsNames() {
    ImageSummary app = imported("app");

    String hex = app.id().hex();
    for (String reference :
        List.of("app", "app:latest", "docker.io/library/app", app.id().value(), hex)) {
      assertThat(images.inspect(TenantId.DEFAULT, reference).id()).isEqualTo(app.id());
    }
    assertThat(images.inspect(TenantId.DEFAULT, hex.substring(0, 12)).id()).isEqualTo(app.id());
  }

  @Test
  void showsNoTenantTheImagesOfAnother() {
    ImageSummary app = imported("app");

    for (String reference : List.of("app", app.id().value(), app.id().hex().substring(0, 12))) {
      assertFails(() -> images.inspect(OTHER, reference), ErrorCode.NO_SUCH_IMAGE);
    }
    assertThat(images.list(OTHER)).isEmpty();
  }

  @Test
  void givesATakenNameToTheNewerImage() {
    ImageSummary older = imported("app", ImageConfig.EMPTY, aTar().file("a", "1"));
    ImageSummary newer = imported("app", ImageConfig.EMPTY, aTar().file("a", "2"));

    assertThat(images.inspect(TenantId.DEFAULT, "app").id()).isEqualTo(newer.id());
    assertThat(images.inspect(TenantId.DEFAULT, older.id().value()).names()).isEmpty();
  }

  @Test
  void removesTheNameFirstAndTheImageWithItsLastOne() {
    ImageSummary app = imported("app:1");
    images.tag(TenantId.DEFAULT, "app:1", "app:2");

    images.remove(TenantId.DEFAULT, "app:1");
    assertThat(images.inspect(TenantId.DEFAULT, "app:2").id()).isEqualTo(app.id());
    images.remove(TenantId.DEFAULT, "app:2");

    assertThat(images.list(TenantId.DEFAULT)).isEmpty();
    assertThat(room.layers().known()).isEmpty();
  }

  @Test
  void keepsAnImageThatAContainerUses() {
    ImageSummary app = imported("app:1");
    images.tag(TenantId.DEFAULT, "app:1", "app:2");
    room.use(TenantId.DEFAULT, app.id());

    images.remove(TenantId.DEFAULT, "app:1");

    assertFails(() -> images.remove(TenantId.DEFAULT, "app:2"), ErrorCode.IMAGE_IN_USE);
    assertFails(() -> images.remove(TenantId.DEFAULT, app.id().value()), ErrorCode.IMAGE_IN_USE);
    assertThat(images.inspect(TenantId.DEFAULT, "app:2").id()).isEqualTo(app.id());
  }

  @Test
  void doesNotLetOneTenantsContainersShowToAnother() {
    ImageSummary app = imported("app");
    room.use(OTHER, app.id());

    images.remove(TenantId.DEFAULT, "app");

    assertThat(images.list(TenantId.DEFAULT)).isEmpty();
  }

  @Test
  void keepsTheLayersOfAContainerWhoseImageIsGone() {
    Digest layer = layerOf(imported("app"));
    ContainerId container = ContainerId.random(new SecureRandom());
    room.containers().create(container, StorageOptions.over(List.of(layer)));

    images.remove(TenantId.DEFAULT, "app");

    assertThat(room.layers().known()).containsExactly(layer);
  }

  @Test
  void prunesWhatHasNoNameAndNoContainer() {
    ImageSummary unused = imported("app", ImageConfig.EMPTY, aTar().file("a", "1"));
    ImageSummary used = imported("app", ImageConfig.EMPTY, aTar().file("a", "22"));
    ImageSummary named = imported("app", ImageConfig.EMPTY, aTar().file("a", "333"));
    room.use(TenantId.DEFAULT, used.id());

    PruneResult result = images.prune(TenantId.DEFAULT, Duration.ZERO);

    assertThat(result).isEqualTo(new PruneResult(List.of(unused.id()), 1));
    assertThat(images.list(TenantId.DEFAULT))
        .extracting(ImageSummary::id)
        .containsExactlyInAnyOrder(used.id(), named.id());
  }

  @Test
  void refusesNamesThatAreNone() {
    for (String name : List.of("", "UPPER", "a b", "a:\n", "../etc", "a@sha256:12", "a\0b")) {
      assertFails(() -> imported(name), ErrorCode.INVALID_ARGUMENT);
    }
    assertThat(room.layers().known()).isEmpty();
  }

  @Test
  void leavesNothingOfAnArchiveThatIsRefused() {
    assertFails(
        () -> imported("app", ImageConfig.EMPTY, aTar().file("a", "1").file("../b", "2")),
        ErrorCode.IMAGE_INVALID);

    assertThat(images.list(TenantId.DEFAULT)).isEmpty();
    assertThat(room.layers().known()).isEmpty();
  }

  private Digest layerOf(ImageSummary image) {
    return images.inspect(TenantId.DEFAULT, image.id().value()).layers().getFirst();
  }

  private ImageSummary imported(String name) {
    return imported(name, ImageConfig.EMPTY, aTar().file("a", "text"));
  }

  private ImageSummary imported(String name, ImageConfig config, TarBuilder tar) {
    return images.importRootfs(
        TenantId.DEFAULT,
        name,
        new ByteArrayInputStream(tar.build()),
        config,
        TransferProgress.NONE);
  }

  private static void assertFails(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
