package io.gantry.engine.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.RootSpec;
import io.gantry.api.container.Sizes;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.storage.ContainerStorage;
import io.gantry.engine.volume.VolumeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresHost("root")
@Timeout(60)
class ExternalRootIT {
  private MountRoom room;
  private Path directory;

  @BeforeEach
  void open(@TempDir Path home) throws IOException {
    room = new MountRoom(home);
    directory = Files.createDirectories(home.resolve("external"));
    Files.createDirectories(directory.resolve("etc"));
    Files.writeString(directory.resolve("etc/passwd"), "www:x:33:34::/:/bin/sh\n");
    Files.writeString(directory.resolve("file"), "12345");
  }

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  @Rule("MOUNT-5")
  void isTheDirectoryAsItIsWithoutAnOverlay() throws IOException {
    Path root = room.roots.mount(room.container(aContainer(false).user("www").build()));

    assertThat(root).isEqualTo(directory.toRealPath());
    assertThat(Mounts.isMountPoint(root)).isFalse();
    assertThat(Files.getAttribute(root, "unix:uid")).isEqualTo(0);
  }

  @Test
  @Rule("MOUNT-6")
  void keepsTheDirectoryAsItIsBelowAnOverlay() throws IOException {
    ContainerConfig config = room.container(aContainer(true).build());

    Path root = room.roots.mount(config);
    Files.writeString(root.resolve("file"), "changed");

    assertThat(root).startsWith(config.runDir().toRealPath());
    assertThat(Mounts.isMountPoint(root)).isTrue();
    assertThat(directory.resolve("file")).hasContent("12345");
    assertThat(Files.exists(directory.resolve("etc/mtab"))).isFalse();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.getParent())))
        .isEqualTo("rwx------");
    assertThat(mountOptions(root)).contains("nodev");
  }

  @Test
  @Rule("MOUNT-7")
  void givesTheTopOfAnOverlayAndNothingElseToTheContainersUser() throws IOException {
    Path root = room.roots.mount(room.container(aContainer(true).user("www").build()));

    assertThat(Files.getAttribute(root, "unix:uid")).isEqualTo(33);
    assertThat(Files.getAttribute(root, "unix:gid")).isEqualTo(34);
    assertThat(Files.getAttribute(root.resolve("file"), "unix:uid")).isEqualTo(0);
    assertThat(Files.getAttribute(directory, "unix:uid")).isEqualTo(0);
  }

  @Test
  @Rule("MOUNT-8")
  void isUnmountedAgainIfALaterStepFails() throws IOException {
    Files.createSymbolicLink(directory.resolve("dev"), Path.of("/dev"));
    ContainerConfig config = room.container(aContainer(true).build());

    assertThatThrownBy(() -> room.roots.mount(config))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_INVALID));

    assertThat(config.runDir().resolve("root/merge")).exists();
    assertThat(Mounts.isMountPoint(config.runDir().resolve("root/merge"))).isFalse();
  }

  @Test
  @Rule("UNMOUNT-3")
  void unmountsWhatIsAboveTheDirectory() throws IOException {
    ContainerConfig config = room.container(aContainer(true).build());
    Path root = room.roots.mount(config);

    room.roots.unmount(config);

    assertThat(Mounts.isMountPoint(root)).isFalse();
    assertThat(directory.resolve("file")).hasContent("12345");
  }

  @Test
  @Rule("UNMOUNT-6")
  void releasesVolumesThoughTheRootIsTheHosts() throws IOException {
    Map<String, String> memory = Map.of("type", "tmpfs");
    Path data = room.volumes.create(TenantId.DEFAULT, "data", VolumeSpec.local(memory)).data();
    MountSpec mount = new MountSpec(MountSpec.Kind.VOLUME, "data", "/data", false, List.of());
    ContainerConfig config = room.container(aContainer(false).mounts(mount).build());
    room.roots.mount(config);
    assertThat(Mounts.isMountPoint(data)).isTrue();

    room.roots.unmount(config);

    assertThat(Mounts.isMountPoint(data)).isFalse();
    assertThat(directory.resolve("file")).hasContent("12345");
  }

  @Test
  @Rule({"SIZE-1", "SIZE-4"})
  void measuresTheDirectoryAndNoImage() throws IOException {
    Files.delete(directory.resolve("etc/passwd"));

    assertThat(ContainerStorage.sizesOf(directory)).isEqualTo(new Sizes(5, 0));
  }

  @Test
  void refusesWhatIsNoDirectory() {
    ContainerSpec spec =
        ContainerSpec.builder("")
            .root(new RootSpec(directory.resolve("file").toString(), false, false))
            .build();

    assertThatThrownBy(() -> room.roots.mount(room.container(spec)))
        .hasMessageContaining("is no directory of this node");
  }

  private ContainerSpec.Builder aContainer(boolean overlay) {
    return ContainerSpec.builder("").root(new RootSpec(directory.toString(), overlay, false));
  }

  private static String mountOptions(Path root) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
        .filter(line -> line.contains(" " + root + " "))
        .findFirst()
        .orElseThrow();
  }
}
