package io.gantry.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresHost("root")
@Timeout(20)
class MountsIT {
  private final Path directory;
  private final Path target;

  MountsIT(@TempDir Path directory) throws IOException {
    this.directory = directory;
    this.target = Files.createDirectory(directory.resolve("target"));
  }

  @AfterEach
  void leaveNoMount() throws SyscallException {
    while (Mounts.isMountPoint(target)) {
      Mounts.unmount(target, MountFlags.MNT_DETACH);
    }
  }

  @Test
  void tellsAMountPointFromADirectory() throws IOException {
    assertThat(Mounts.isMountPoint(target)).isFalse();

    Mounts.tmpfs(target, MountFlags.MS_NOSUID, "size=64k,mode=1777");

    assertThat(Mounts.isMountPoint(target)).isTrue();
    assertThat(Mounts.isMountPoint(directory.resolve("missing"))).isFalse();
  }

  @Test
  void tellsABindMountOnTheSameFileSystemFromADirectory() throws IOException {
    Path source = Files.createDirectory(directory.resolve("source"));

    Mounts.bind(source, target);

    assertThat(Mounts.isMountPoint(target)).isTrue();
  }

  @Test
  void bindsReadOnly() throws IOException {
    Path source = Files.createDirectory(directory.resolve("source"));

    Mounts.bind(source, target, MountFlags.MS_RDONLY);

    assertThatThrownBy(() -> Files.createFile(target.resolve("file")))
        .hasMessageContaining("Read-only");
  }

  @Test
  @Rule("UNMOUNT-4")
  void takesNothingMountedForUnmounted() throws SyscallException {
    assertThat(Mounts.unmountPatiently(target)).isFalse();
    assertThat(Mounts.unmountPatiently(directory.resolve("missing"))).isFalse();
  }

  @Test
  @Rule("UNMOUNT-12")
  void detachesWhatStaysBusy() throws IOException {
    Mounts.tmpfs(target, 0, "size=64k");
    try (Descriptor user = Descriptor.open(target, OpenFlags.O_RDONLY, 0)) {
      assertThatThrownBy(() -> Mounts.unmount(target, 0)).hasMessageContaining("EBUSY");

      assertThat(Mounts.unmountPatiently(target)).isTrue();

      assertThat(Mounts.isMountPoint(target)).isFalse();
      assertThat(user.number()).isPositive();
    }
  }

  @Test
  void mountsOnThePlaceAndNotOnItsName() throws IOException {
    Path away = directory.resolve("away");
    try (SafePath root = SafePath.root(directory);
        Descriptor place = root.open("target", OpenFlags.O_PATH, 0)) {
      Files.move(target, away);
      Files.createSymbolicLink(target, Path.of("/etc"));

      Mounts.tmpfs(place.path(), 0, "size=64k");

      assertThat(Mounts.isMountPoint(away)).isTrue();
    } finally {
      Mounts.unmountPatiently(away);
      Files.delete(target);
    }
  }
}
