package io.gantry.engine.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.IdMap;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.volume.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresHost({"root", "unshare"})
@Timeout(60)
class IdMappedSourcesIT {
  private static final IdMaps IDS =
      new IdMaps(List.of(new IdMap(0, 500_000, 65_536)), List.of(new IdMap(0, 600_000, 65_536)));
  private static final IdMaps OTHER =
      new IdMaps(List.of(new IdMap(0, 700_000, 65_536)), List.of(new IdMap(0, 700_000, 65_536)));

  private Path home;
  private MountRoom room;

  @BeforeEach
  void open(@TempDir Path home) {
    this.home = home;
    room = new MountRoom(home);
  }

  @AfterEach
  void close() {
    room.close();
  }

  private ContainerConfig container(MountSpec.Kind kind, String source, IdMaps ids) {
    MountSpec mount = new MountSpec(kind, source, "/data", false, List.of("idmap"));
    return room.container(ContainerSpec.builder("image").mounts(mount).build(), ids);
  }

  private VolumeMount mounted(ContainerConfig config) {
    Path unused = room.roots.mount(config);
    List<VolumeMount> volumes = room.roots.volumes(config);
    assertThat(volumes).hasSize(1);
    return volumes.getFirst();
  }

  @Test
  @Rule("USERVOLUMES-5")
  void letContainersWithDifferentIdsShareAVolume() throws IOException {
    ContainerConfig first = container(MountSpec.Kind.VOLUME, "data", IDS);
    ContainerConfig second = container(MountSpec.Kind.VOLUME, "data", OTHER);
    VolumeMount seen = mounted(first);
    room.roots.own(first, home, 33, 34);
    Path data = room.volumes.inspect(TenantId.DEFAULT, "data").data();
    Path file = Files.createFile(data.resolve("file"));
    Files.setAttribute(file, "unix:uid", 7);

    assertOwned(data, 33, 34);
    assertOwned(seen.source(), 500_033, 600_034);
    assertThat(Files.getAttribute(seen.source().resolve("file"), "unix:uid")).isEqualTo(500_007);
    assertOwned(mounted(second).source(), 700_033, 700_034);
    room.roots.unmount(first);
    assertThat(seen.source()).doesNotExist();
    assertThat(file).exists();
  }

  @Test
  @Rule("USERVOLUMES-5")
  void showAPathOfTheHost() throws IOException {
    Path path = Files.createDirectory(home.resolve("path"));

    VolumeMount seen = mounted(container(MountSpec.Kind.BIND, path.toString(), IDS));

    assertOwned(seen.source(), 500_000, 600_000);
    assertThat(seen.destination()).isEqualTo("/data");
  }

  @Test
  void areTheSourcesThemselvesWithTheHostsIds() throws IOException {
    Path path = Files.createDirectory(home.resolve("path"));

    VolumeMount seen = mounted(container(MountSpec.Kind.BIND, path.toString(), IdMaps.HOST));

    assertThat(seen.source()).isEqualTo(path);
  }

  @Test
  void areRefusedWhereTheFileSystemCannot() throws IOException {
    Path path = Files.createDirectory(home.resolve("path"));
    Mounts.mount("ramfs", path, "ramfs", 0, null);
    try {
      ContainerConfig config = container(MountSpec.Kind.BIND, path.toString(), IDS);

      assertThatThrownBy(() -> room.roots.mount(config))
          .hasMessageContaining("use the option U")
          .isInstanceOfSatisfying(
              GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
      room.roots.unmount(config);
    } finally {
      assertThat(Mounts.unmountPatiently(path)).isTrue();
    }
  }

  private static void assertOwned(Path file, int uid, int gid) throws IOException {
    assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(uid);
    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(gid);
  }
}
