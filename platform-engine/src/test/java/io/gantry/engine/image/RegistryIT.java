package io.gantry.engine.image;

import static io.gantry.engine.storage.TarBuilder.aTar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageDetail;
import io.gantry.api.image.ImageSummary;
import io.gantry.api.image.RegistryLogin;
import io.gantry.api.image.TransferProgress;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.storage.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresHost({"root", "docker-registry"})
@Timeout(120)
class RegistryIT {
  private final Path directory;
  private final LocalRegistry registry;
  private final ImageRoom here;
  private final ImageRoom away;

  RegistryIT(@TempDir Path directory) throws IOException {
    this.directory = directory;
    registry = LocalRegistry.start(Files.createDirectory(directory.resolve("registry")));
    here = new ImageRoom(Files.createDirectory(directory.resolve("here")));
    away = new ImageRoom(Files.createDirectory(directory.resolve("away")));
  }

  @AfterEach
  void closeAll() {
    here.close();
    away.close();
    registry.close();
  }

  @Test
  void bringsAPushedImageToAnotherNode() {
    ImageConfig config =
        new ImageConfig(List.of("/init"), null, List.of("A=b"), "/", null, null, null, null);
    String name = registry.image("team/app:1");
    ImageSummary pushed = imported(name, config, aTar().file("init", "x").symlink("l", "init"));
    here.images().push(TenantId.DEFAULT, name, null, TransferProgress.NONE);

    ImageSummary pulled = pull(away, name);

    assertThat(pulled.id()).isEqualTo(pushed.id());
    ImageDetail detail = away.images().inspect(TenantId.DEFAULT, name);
    assertThat(detail.config()).isEqualTo(config);
    assertThat(detail.manifest()).isNotNull();
    assertThat(away.layers().known()).isEqualTo(here.layers().known());
  }

  @Test
  void pullsByDigestAndFindsTheImageByIt() {
    String name = pushed("team/app:1");
    Digest manifest = manifestOf(pull(away, name));
    String byDigest = registry.image("team/app@" + manifest);

    ImageSummary pulled = pull(here, byDigest);

    assertThat(pulled.names()).contains(byDigest);
    assertThat(away.images().inspect(TenantId.DEFAULT, byDigest).id()).isEqualTo(pulled.id());
  }

  @Test
  void pushesTheSameContentTheSameWay() {
    String first = pushed("team/app:1");
    here.images().tag(TenantId.DEFAULT, first, registry.image("team/app:2"));
    here.images().push(TenantId.DEFAULT, registry.image("team/app:2"), null, TransferProgress.NONE);

    pull(away, first);
    Digest one = manifestOf(pull(away, first));
    Digest two = manifestOf(pull(away, registry.image("team/app:2")));

    assertThat(one).isEqualTo(two);
  }

  @Test
  void tellsHowFarItHasCome() {
    String name = pushed("team/app:1");
    Set<String> items = ConcurrentHashMap.newKeySet();

    away.images().pull(TenantId.DEFAULT, name, null, (item, bytes, total) -> items.add(item));

    assertThat(items).contains("manifest").anyMatch(item -> item.startsWith("sha256:"));
  }

  @Test
  void saysThatTheRegistryHasNoSuchImage() {
    assertFails(() -> pull(away, registry.image("none:1")), ErrorCode.NO_SUCH_IMAGE);
  }

  @Test
  void saysThatThereIsNoRegistry() {
    registry.close();

    assertFails(() -> pull(away, registry.image("team/app:1")), ErrorCode.REGISTRY);
  }

  @Test
  @Timeout(20)
  void doesNotAskForARegistryThatHasNoAddressAgainAndAgain() {
    assertFails(() -> pull(away, "registry.invalid/app:1"), ErrorCode.REGISTRY);
  }

  @Test
  void refusesALayerThatIsNotWhatItIsCalledAndKeepsNothing() throws IOException {
    String name = pushed("team/app:1");
    spoilLargestBlob();

    assertThatThrownBy(() -> pull(away, name)).isInstanceOf(GantryException.class);

    assertThat(away.images().list(TenantId.DEFAULT)).isEmpty();
    assertThat(directory.resolve("away/layers")).isEmptyDirectory();
  }

  @Test
  void showsItsLoginToARegistryThatAsksForOne() throws IOException {
    RegistryLogin login = new RegistryLogin("gantry", "secret");
    RegistryLogin wrong = new RegistryLogin("gantry", "guessed");
    Path own = Files.createDirectory(directory.resolve("guarded"));
    try (LocalRegistry guarded = LocalRegistry.startWithLogin(own)) {
      String name = guarded.image("team/app:1");
      ImageSummary image = imported(name, ImageConfig.EMPTY, aTar().file("a", "1"));
      here.images().push(TenantId.DEFAULT, name, login, TransferProgress.NONE);

      assertThat(pull(away, name, login).id()).isEqualTo(image.id());
      assertFails(() -> pull(away, name, wrong), ErrorCode.REGISTRY);
      assertFails(() -> pull(away, name, null), ErrorCode.REGISTRY);
      assertThatThrownBy(() -> pull(away, name, wrong))
          .satisfies(failure -> assertThat(trace(failure)).doesNotContain("guessed"));
    }
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void refusesToPushWhatHasNoTag() {
    String name = pushed("team/app:1");
    Digest manifest = manifestOf(pull(here, name));

    assertFails(
        () ->
            here.images()
                .push(
                    TenantId.DEFAULT,
                    registry.image("team/app@" + manifest),
                    null,
                    TransferProgress.NONE),
        ErrorCode.INVALID_ARGUMENT);
  }

  private String pushed(String nameAndTag) {
    String name = registry.image(nameAndTag);
    imported(name, ImageConfig.EMPTY, aTar().file("a", "text".repeat(10_000)));
    here.images().push(TenantId.DEFAULT, name, null, TransferProgress.NONE);
    return name;
  }

  private ImageSummary imported(String name, ImageConfig config, TarBuilder tar) {
    return here.images()
        .importRootfs(
            TenantId.DEFAULT,
            name,
            new ByteArrayInputStream(tar.build()),
            config,
            TransferProgress.NONE);
  }

  private static ImageSummary pull(ImageRoom room, String name) {
    return pull(room, name, null);
  }

  private static ImageSummary pull(ImageRoom room, String name, @Nullable RegistryLogin login) {
    return room.images().pull(TenantId.DEFAULT, name, login, TransferProgress.NONE);
  }

  private Digest manifestOf(ImageSummary image) {
    Digest manifest =
        Stream.of(here, away)
            .flatMap(room -> room.images().list(TenantId.DEFAULT).stream().map(i -> room))
            .map(room -> room.images().inspect(TenantId.DEFAULT, image.id().value()).manifest())
            .filter(digest -> digest != null)
            .findFirst()
            .orElse(null);
    assertThat(manifest).isNotNull();
    return manifest == null ? image.id() : manifest;
  }

  private void spoilLargestBlob() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("registry/content"))) {
      Path layer =
          files
              .filter(file -> file.endsWith("data"))
              .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
              .orElseThrow();
      byte[] content = Files.readAllBytes(layer);
      content[content.length / 2] ^= 0x55;
      Files.write(layer, content, StandardOpenOption.TRUNCATE_EXISTING);
    }
  }

  private static void assertFails(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
