package io.gantry.engine.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.IdMap;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.state.ContainerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The root of a container whose root is the host's user 500000. */
@RequiresHost("root")
@Timeout(60)
class MappedRootIT {
  private static final IdMaps IDS =
      new IdMaps(List.of(new IdMap(0, 500_000, 65_536)), List.of(new IdMap(0, 600_000, 65_536)));

  private MountRoom room;

  @BeforeEach
  void open(@TempDir Path home) {
    room = new MountRoom(home);
  }

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  @Rule({"MOUNT-2", "MOUNT-9", "MOUNT-10", "MOUNT-12"})
  void belongsToTheContainersRootWithAllThatIsMadeInIt() throws IOException {
    ContainerConfig config = room.container(ContainerSpec.builder("image").build(), IDS);

    Path root = room.roots.mount(config);

    assertOwned(root, 500_000, 600_000);
    assertOwned(root.resolve("etc"), 500_000, 600_000);
    assertOwned(root.resolve("etc/mtab"), 500_000, 600_000);
    assertOwned(Shm.source(config).orElseThrow(), 500_000, 600_000);
  }

  @Test
  @Rule("VOLUME-17")
  void givesAVolumeToTheHostsUserThatTheContainersIs() throws IOException {
    MountSpec mount = new MountSpec(MountSpec.Kind.VOLUME, "data", "/data", false, List.of());
    ContainerConfig config =
        room.container(ContainerSpec.builder("image").mounts(mount).build(), IDS);
    Path root = room.roots.mount(config);

    room.roots.own(config, root, 33, 34);

    assertOwned(room.volumes.inspect(TenantId.DEFAULT, "data").data(), 500_033, 600_034);
  }

  private static void assertOwned(Path file, int uid, int gid) throws IOException {
    assertThat(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)).isEqualTo(uid);
    assertThat(Files.getAttribute(file, "unix:gid", LinkOption.NOFOLLOW_LINKS)).isEqualTo(gid);
  }
}
