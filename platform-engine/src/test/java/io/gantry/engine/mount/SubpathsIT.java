package io.gantry.engine.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.state.ContainerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of volumes as containers see them. */
@RequiresHost("root")
class SubpathsIT {
  private MountRoom room;
  private Path data;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    room = new MountRoom(directory.resolve("home"));
    data = room.volumes.create(TenantId.DEFAULT, "data").data();
    Files.writeString(Files.createDirectories(data.resolve("a/b")).resolve("file"), "content");
  }

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void showAPartOfAVolumeForTheTimeOfARun() throws IOException {
    ContainerConfig config = container("subpath=a/b");

    room.roots.mount(config);
    room.roots.mount(config);
    Path shown = onlySource(config);
    assertThat(shown.resolve("file")).hasContent("content");
    Files.writeString(shown.resolve("new"), "1");
    room.roots.unmount(config);

    assertThat(data.resolve("a/b/new")).hasContent("1");
    assertThat(shown).doesNotExist();
  }

  @Test
  void showAFileToo() throws IOException {
    ContainerConfig config = container("subpath=a/b/file");

    room.roots.mount(config);

    assertThat(onlySource(config)).hasContent("content");
  }

  @Test
  void lieUnderAnOverlay() throws IOException {
    ContainerConfig config = container("subpath=a/b", "O");

    room.roots.mount(config);
    Files.writeString(onlySource(config).resolve("file"), "changed");

    assertThat(data.resolve("a/b/file")).hasContent("content");
  }

  @Test
  void leaveALinkInsideTheVolumeInside() throws IOException {
    Files.createSymbolicLink(data.resolve("link"), Path.of("/a/b"));
    ContainerConfig config = container("subpath=link");

    room.roots.mount(config);

    assertThat(onlySource(config).resolve("file")).hasContent("content");
  }

  @Test
  void areNotFilledFromTheImageNorGivenAway() throws IOException {
    ContainerConfig config = container("subpath=a/b");
    room.roots.mount(config);

    room.roots.own(config, onlySource(config), 77, 88);

    assertThat(room.volumes.inspect(TenantId.DEFAULT, "data").needsChown()).isTrue();
    assertThat(room.volumes.inspect(TenantId.DEFAULT, "data").needsCopyUp()).isTrue();
  }

  @Test
  void areUnmountedBeforeTheBundleOfAnUnknownContainerIsRemoved() throws IOException {
    ContainerConfig config = container("subpath=a/b");
    room.roots.mount(config);
    Path shown = onlySource(config);

    RootFilesystem.unmountRemains(config.staticDir(), config.runDir());

    assertThat(Files.exists(shown) && Mounts.isMountPoint(shown)).isFalse();
    assertThat(data.resolve("a/b/file")).hasContent("content");
  }

  private ContainerConfig container(String... options) {
    MountSpec mount = new MountSpec(MountSpec.Kind.VOLUME, "data", "/d", false, List.of(options));
    return room.container(ContainerSpec.builder("image").mounts(mount).build());
  }

  private Path onlySource(ContainerConfig config) {
    return room.roots.volumes(config).getFirst().source();
  }
}
