package io.gantry.engine.mount;

import static io.gantry.engine.storage.TarBuilder.aTar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.volume.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresHost("root")
@Timeout(60)
class OverlayVolumesIT {
  private MountRoom room;
  private Path source;

  @BeforeEach
  void open(@TempDir Path home) throws IOException {
    room = new MountRoom(home);
    source = Files.createDirectories(home.resolve("source"));
    Files.writeString(source.resolve("file"), "kept");
  }

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  @Rule({"USERVOLUMES-5", "UNMOUNT-5"})
  void keepsThePathAsItIsAndForgetsWhatWasWrittenWithTheRun() throws IOException {
    ContainerConfig config = room.container(spec(bind(false, "O")));
    room.roots.mount(config);
    Path shown = onlySource(config);
    assertThat(shown.resolve("file")).hasContent("kept");
    Files.writeString(shown.resolve("file"), "changed");

    room.roots.unmount(config);

    assertThat(source.resolve("file")).hasContent("kept");
    assertThat(Mounts.isMountPoint(shown)).isFalse();
    assertThat(config.staticDir().resolve("overlay")).isEmptyDirectory();
  }

  @Test
  @Rule("USERVOLUMES-5")
  void keepsWhatWasWrittenInTheDirectoryTheUserNames(@TempDir Path kept) throws IOException {
    String upper = Files.createDirectory(kept.resolve("upper")).toString();
    String work = Files.createDirectory(kept.resolve("work")).toString();
    ContainerConfig config =
        room.container(spec(bind(false, "O", "upperdir=" + upper, "workdir=" + work)));
    room.roots.mount(config);
    Files.writeString(onlySource(config).resolve("new"), "1");

    room.roots.unmount(config);

    assertThat(Path.of(upper, "new")).hasContent("1");
    assertThat(source.resolve("new")).doesNotExist();
  }

  @Test
  @Rule("USERVOLUMES-5")
  void liesOverANamedVolumeToo() throws IOException {
    MountSpec mount = new MountSpec(MountSpec.Kind.VOLUME, "data", "/d", false, List.of("O"));
    ContainerConfig config = room.container(spec(mount));
    room.roots.mount(config);

    Files.writeString(onlySource(config).resolve("new"), "1");

    assertThat(room.volumes.inspect(TenantId.DEFAULT, "data").data()).isEmptyDirectory();
  }

  @Test
  @Rule("CLEANUP-7")
  void mountsAnImageUntilTheEndOfTheRun() throws IOException {
    Digest lower = room.layer(aTar().file("a", "1").file("b", "1"));
    Digest upper = room.layer(aTar().file("b", "2"));
    ContainerConfig config =
        room.container(spec(image("/img", false)), Map.of("/img", List.of(lower, upper)));
    room.roots.mount(config);
    Path shown = onlySource(config);
    assertThat(shown.resolve("a")).hasContent("1");
    assertThat(shown.resolve("b")).hasContent("2");
    Files.writeString(shown.resolve("a"), "changed");

    room.roots.unmount(config);

    assertThat(Mounts.isMountPoint(shown)).isFalse();
    room.roots.mount(config);
    assertThat(shown.resolve("a")).hasContent("1");
  }

  @Test
  @Rule("CLEANUP-7")
  void doesNotLetAReadOnlyImageBeWritten() {
    Digest layer = room.layer(aTar().file("a", "1"));
    ContainerConfig config =
        room.container(spec(image("/img", true)), Map.of("/img", List.of(layer)));
    room.roots.mount(config);

    assertThatThrownBy(() -> Files.writeString(onlySource(config).resolve("a"), "2"))
        .hasMessageContaining("Read-only");
  }

  @Test
  @Rule("CLEANUP-7")
  void keepsTheLayersOfAMountedImageFromBeingCollected() {
    Digest layer = room.layer(aTar().file("a", "1"));
    ContainerConfig unused =
        room.container(spec(image("/img", true)), Map.of("/img", List.of(layer)));

    room.layers.collect(room.storage::layersInUse);

    assertThat(room.layers.known()).contains(layer);
  }

  @Test
  @Rule("CLEANUP-8")
  void unmountsTheNextImageThoughOneIsGoneAndAnotherFails() throws IOException {
    List<Digest> layer = List.of(room.layer(aTar().file("a", "1")));
    MountSpec[] mounts = {image("/a", true), image("/b", true), image("/c", true)};
    ContainerConfig config =
        room.container(
            ContainerSpec.builder("image").mounts(mounts).build(),
            Map.of("/a", layer, "/b", layer, "/c", layer));
    room.roots.mount(config);
    List<Path> shown =
        room.roots.volumes(config).stream().map(VolumeMount::source).sorted().toList();
    Path bundle = config.staticDir();
    Path overlays = bundle.resolve("overlay");
    Mounts.tmpfs(shown.get(1).resolveSibling("work"), 0, "size=1m"); // stands in the removal's way
    try {
      room.storage.unmountForced(config.id());
      room.storage.delete(config.id()); // nobody knows the images any more

      assertThatThrownBy(() -> room.roots.unmount(config)).isInstanceOf(GantryException.class);

      for (Path merged : shown) {
        assertThat(Mounts.isMountPoint(merged)).isFalse();
      }
      assertThat(overlays.toFile().list()).hasSize(1);
    } finally {
      Mounts.unmountPatiently(shown.get(1).resolveSibling("work"));
    }
  }

  @Test
  @Rule("UNMOUNT-5")
  void leavesNoOverlayAfterAFailedMount() throws IOException {
    MountSpec missing =
        new MountSpec(MountSpec.Kind.BIND, "/does/not/exist", "/m", false, List.of("O"));
    ContainerConfig config =
        room.container(ContainerSpec.builder("image").mounts(bind(false, "O"), missing).build());

    assertThatThrownBy(() -> room.roots.mount(config)).hasMessageContaining("overlay at /m");

    assertThat(config.staticDir().resolve("overlay")).isEmptyDirectory();
  }

  private Path onlySource(ContainerConfig config) {
    List<VolumeMount> sources = room.roots.volumes(config);
    assertThat(sources).hasSize(1);
    return sources.getFirst().source();
  }

  private static ContainerSpec spec(MountSpec mount) {
    return ContainerSpec.builder("image").mounts(mount).build();
  }

  private MountSpec bind(boolean readOnly, String... options) {
    return new MountSpec(MountSpec.Kind.BIND, source.toString(), "/d", readOnly, List.of(options));
  }

  private static MountSpec image(String destination, boolean readOnly) {
    return new MountSpec(MountSpec.Kind.IMAGE, "other", destination, readOnly, List.of());
  }
}
