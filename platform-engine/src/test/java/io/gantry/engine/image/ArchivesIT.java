package io.gantry.engine.image;

import static io.gantry.engine.storage.TarBuilder.aTar;
import static io.gantry.engine.storage.TarBuilder.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ArchiveFormat;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageSummary;
import io.gantry.api.image.TransferProgress;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.image.document.Manifest;
import io.gantry.engine.image.document.Platform;
import io.gantry.engine.storage.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@RequiresHost("root")
@Timeout(120)
class ArchivesIT {
  private static final TenantId OTHER = new TenantId("other");

  private final Path home;
  private final ImageRoom room;
  private final Images images;

  ArchivesIT(@TempDir Path home) {
    this.home = home;
    room = new ImageRoom(home);
    images = room.images();
  }

  @AfterEach
  void closeRoom() {
    room.close();
  }

  @ParameterizedTest
  @EnumSource
  void bringsSavedImagesBackWithTheirIdsNamesAndLayers(ArchiveFormat format, @TempDir Path away) {
    ImageSummary app = imported("app:1", aTar().file("a", "1").file("a", "2").whiteout(".wh.b"));
    ImageSummary other = imported("registry.example/team/other:2", aTar().file("b", "x"));
    ByteArrayOutputStream archive = new ByteArrayOutputStream();

    images.save(
        TenantId.DEFAULT, List.of("app:1", "registry.example/team/other:2"), format, archive);

    try (ImageRoom fresh = new ImageRoom(away)) {
      List<ImageSummary> loaded =
          fresh.images().load(TenantId.DEFAULT, stream(archive), TransferProgress.NONE);
      assertThat(loaded).containsExactly(app, other);
      assertThat(fresh.layers().known()).isEqualTo(room.layers().known());
    }
  }

  @ParameterizedTest
  @EnumSource
  void savesTheSameImageAlikeAndUnnamedWhenAskedById(ArchiveFormat format, @TempDir Path away) {
    String id = imported("app:1", aTar().file("a", "1")).id().value();
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    ByteArrayOutputStream second = new ByteArrayOutputStream();

    images.save(TenantId.DEFAULT, List.of(id), format, first);
    images.save(TenantId.DEFAULT, List.of(id), format, second);

    assertThat(first.toByteArray()).isEqualTo(second.toByteArray());
    try (ImageRoom fresh = new ImageRoom(away)) {
      fresh.images().load(TenantId.DEFAULT, stream(first), TransferProgress.NONE);
      assertThat(fresh.images().inspect(TenantId.DEFAULT, id).names()).isEmpty();
    }
  }

  @Test
  void loadsACompressedArchiveWithLinkedLayers() throws IOException {
    byte[] layer = aTar().file("a", "1").build();
    byte[] config = config(digest(layer), digest(layer));
    byte[] archive =
        aTar()
            .directory("one")
            .file("one/layer.tar", layer)
            .directory("two")
            .symlink("two/layer.tar", "../one/layer.tar")
            .file("config.json", config)
            .file("manifest.json", manifest("one/layer.tar", "two/layer.tar"))
            .build();

    ImageSummary loaded = load(TenantId.DEFAULT, gzip(archive)).getFirst();

    assertThat(loaded.id()).isEqualTo(digest(config));
    assertThat(loaded.names()).containsExactly("app:1");
  }

  @Test
  void choosesThisHostsPlatformFromAnIndex() {
    byte[] layer = aTar().file("a", "1").build();
    byte[] config = config(digest(layer));
    byte[] wanted =
        new Manifest(
                Manifest.Descriptor.of(Manifest.CONFIG_TYPE, config),
                List.of(Manifest.Descriptor.of(Manifest.LAYER_TYPE, layer)))
            .bytes();
    byte[] nested = index(entry(new byte[] {'x'}, "s390x"), entry(wanted, hostArchitecture()));
    byte[] top =
        """
        {"manifests": [{"mediaType": "application/vnd.oci.image.index.v1+json",
          "digest": "%s", "size": %d,
          "annotations": {"io.containerd.image.name": "docker.io/library/app:1"}}]}
        """
            .formatted(digest(nested), nested.length)
            .getBytes(StandardCharsets.UTF_8);
    byte[] archive =
        aTar()
            .file("oci-layout", "{}")
            .file("index.json", top)
            .file(OciLayout.path(digest(nested)), nested)
            .file(OciLayout.path(digest(wanted)), wanted)
            .file(OciLayout.path(digest(config)), config)
            .file(OciLayout.path(digest(layer)), layer)
            .build();

    ImageSummary loaded = load(TenantId.DEFAULT, archive).getFirst();

    assertThat(loaded.id()).isEqualTo(digest(config));
    assertThat(loaded.names()).containsExactly("app:1");
  }

  @Test
  void givesNoLayerToATenantThatOnlyKnowsItsDigest() {
    byte[] secret = aTar().file("key", "of another tenant").build();
    byte[] mine = aTar().file("a", "1").build();
    load(OTHER, dockerArchive(secret, config(digest(secret))));

    assertFails(
        () -> load(TenantId.DEFAULT, dockerArchive(mine, config(digest(secret)))),
        ErrorCode.DIGEST_MISMATCH);

    assertThat(images.list(TenantId.DEFAULT)).isEmpty();
    assertThat(images.list(OTHER)).hasSize(1);
  }

  @Test
  void refusesLayersThatTheConfigurationDoesNotName() {
    byte[] layer = aTar().file("a", "1").build();

    assertFails(
        () -> load(TenantId.DEFAULT, dockerArchive(layer, config())), ErrorCode.IMAGE_INVALID);
    assertFails(
        () ->
            load(
                TenantId.DEFAULT, dockerArchive(layer, config(digest(new byte[0]), digest(layer)))),
        ErrorCode.IMAGE_INVALID);
    assertNothingStayed();
  }

  @Test
  void refusesAnArchiveCutOffAnywhere() {
    byte[] layer = aTar().file("a", "1").build();
    byte[] archive = dockerArchive(layer, config(digest(layer)));

    for (int length = 0; length < archive.length - 1024; length += 700) {
      byte[] part = Arrays.copyOf(archive, length);
      assertThatThrownBy(() -> load(TenantId.DEFAULT, part)).isInstanceOf(GantryException.class);
    }
    assertNothingStayed();
  }

  @Test
  void refusesDocumentsThatAreNone() {
    byte[] layer = aTar().file("a", "1").build();
    for (String config : List.of("", "[]", "{", "{\"rootfs\":{\"diff_ids\":[\"../x\"]}}")) {
      byte[] archive = dockerArchive(layer, config.getBytes(StandardCharsets.UTF_8));
      assertFails(() -> load(TenantId.DEFAULT, archive), ErrorCode.IMAGE_INVALID);
    }
    byte[] nested = "[".repeat(500_000).getBytes(StandardCharsets.UTF_8);
    assertFails(
        () -> load(TenantId.DEFAULT, dockerArchive(layer, nested)), ErrorCode.IMAGE_INVALID);
    assertNothingStayed();
  }

  @Test
  void readsNothingOutsideTheArchive() throws IOException {
    Path outside = Files.writeString(home.resolve("outside.tar"), "host");
    byte[] archive =
        aTar()
            .symlink("layer.tar", outside.toString())
            .file("config.json", config(digest(new byte[0])))
            .file("manifest.json", manifest("layer.tar"))
            .build();

    assertThatThrownBy(() -> load(TenantId.DEFAULT, archive)).isInstanceOf(GantryException.class);

    assertNothingStayed();
  }

  @Test
  void namesWhatIsMissingBeforeAnythingIsWritten() {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();

    assertFails(
        () -> images.save(TenantId.DEFAULT, List.of("none"), ArchiveFormat.OCI, archive),
        ErrorCode.NO_SUCH_IMAGE);

    assertThat(archive.size()).isZero();
  }

  private void assertNothingStayed() {
    assertThat(images.list(TenantId.DEFAULT)).isEmpty();
    assertThat(home.resolve("layers")).isEmptyDirectory();
  }

  private ImageSummary imported(String name, TarBuilder tar) {
    return images.importRootfs(
        TenantId.DEFAULT,
        name,
        new ByteArrayInputStream(tar.build()),
        ImageConfig.EMPTY,
        TransferProgress.NONE);
  }

  private List<ImageSummary> load(TenantId tenant, byte[] archive) {
    return images.load(tenant, new ByteArrayInputStream(archive), TransferProgress.NONE);
  }

  private static byte[] dockerArchive(byte[] layer, byte[] config) {
    return aTar()
        .file("layer.tar", layer)
        .file("config.json", config)
        .file("manifest.json", manifest("layer.tar"))
        .build();
  }

  private static byte[] manifest(String... layers) {
    return """
        [{"Config": "config.json", "RepoTags": ["app:1"], "Layers": ["%s"]}]
        """
        .formatted(String.join("\",\"", layers))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] config(Digest... layers) {
    String ids = String.join(",", Arrays.stream(layers).map(id -> "\"" + id + "\"").toList());
    return """
        {"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": [%s]}}
        """
        .formatted(ids)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] index(String... entries) {
    return "{\"manifests\": [%s]}"
        .formatted(String.join(",", entries))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String entry(byte[] manifest, String architecture) {
    return """
        {"mediaType": "%s", "digest": "%s", "size": %d,
         "platform": {"architecture": "%s", "os": "linux"}}
        """
        .formatted(Manifest.MEDIA_TYPE, digest(manifest), manifest.length, architecture);
  }

  private static String hostArchitecture() {
    return Platform.ofHost().architecture();
  }

  private static ByteArrayInputStream stream(ByteArrayOutputStream bytes) {
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }

  private static void assertFails(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
