package io.gantry.engine.storage;

import static io.gantry.engine.storage.TarBuilder.aTar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.MountFlags;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.Xattrs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresHost("root")
@Timeout(60)
class ContainerExportIT {
  private final Path home;
  private final LayerStore layers;
  private final ContainerStorage storage;
  private final ContainerExport export;
  private final ContainerId id = ContainerId.random(new SecureRandom());

  ContainerExportIT(@TempDir Path home) {
    this.home = home;
    layers = LayerStore.open(home, LayerLimits.DEFAULT);
    storage = ContainerStorage.open(home, layers);
    export = new ContainerExport(storage);
  }

  @AfterEach
  void unmountAll() {
    storage.delete(id);
  }

  @Test
  @Rule("EXPORT-1")
  void mountsForItselfAndLeavesItUnmounted() throws IOException {
    create(aTar().file("a", "text"));

    Path tree = reimported(exported());

    assertThat(tree.resolve("a")).hasContent("text");
    assertThat(storage.isMounted(id)).isFalse();
  }

  @Test
  @Rule("EXPORT-1")
  void leavesMountedWhatWasMounted() throws IOException {
    create(aTar().file("a", "text"));
    Files.writeString(storage.mount(id, MountHolder.RUN).resolve("new"), "mine");

    Path tree = reimported(exported());

    assertThat(tree.resolve("new")).hasContent("mine");
    assertThat(storage.isMounted(id)).isTrue();
  }

  @Test
  void keepsAllThatMakesAFile() throws IOException {
    byte[] capability = {1, 0, 0, 2, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    create(
        aTar()
            .directory("d", 01777)
            .attribute("security.capability", capability)
            .file(
                "d/tool",
                "run",
                entry -> {
                  entry.setMode(0750);
                  entry.setUserId(3_000_000_000L);
                })
            .hardLink("d/twin", "d/tool")
            .symlink("d/link", "/etc/passwd")
            .characterDevice("null", 1, 3)
            .fifo("fifo")
            .file("d/" + "long".repeat(40), "x"));

    Path tree = reimported(exported());

    try (Directory d = Directory.open(tree.resolve("d"))) {
      FileStatus tool = d.status("tool");
      assertThat(tool.permissions()).isEqualTo(0750);
      assertThat(Integer.toUnsignedLong(tool.uid())).isEqualTo(3_000_000_000L);
      assertThat(d.status("twin").inode()).isEqualTo(tool.inode());
      assertThat(d.readLink("link")).isEqualTo("/etc/passwd");
      assertThat(Xattrs.get(d, "tool", "security.capability")).contains(capability);
      assertThat(d.list()).contains("long".repeat(40));
      assertThat(d.status().permissions()).isEqualTo(01777);
    }
  }

  @Test
  @Rule("EXPORT-3")
  void leavesOutWhatIsMountedInside() throws IOException {
    create(aTar().directory("volume"));
    Path volume = storage.mount(id, MountHolder.RUN).resolve("volume");
    Mounts.tmpfs(volume, 0, "size=64k");
    Files.writeString(volume.resolve("secret"), "of the volume");

    Path tree;
    try {
      tree = reimported(exported());
    } finally {
      Mounts.unmount(volume, MountFlags.MNT_DETACH);
    }

    assertThat(tree.resolve("volume")).isEmptyDirectory();
  }

  @Test
  @Rule("EXPORT-2")
  void leavesNoHalfArchive() throws IOException {
    Path target = Files.createDirectory(home.resolve("exports")).resolve("archive.tar");

    assertThatThrownBy(() -> ContainerExport.toFile(id, target, out -> export.write(id, out)))
        .hasMessageContaining("no storage");
    assertThat(target.getParent()).isEmptyDirectory();
    create(aTar().file("a", "text"));
    ContainerExport.toFile(id, target, out -> export.write(id, out));

    assertThat(target.getParent()).isDirectoryContaining(path -> path.equals(target));
    assertThat(reimported(Files.readAllBytes(target)).resolve("a")).hasContent("text");
  }

  @Test
  void neverLeavesTheRootWhileAFileIsSwappedForALink() throws Exception {
    Path secret = Files.writeString(home.resolve("secret"), "host");
    create(aTar().directory("d").file("d/secret", "mine"));
    Path root = storage.mount(id, MountHolder.RUN);
    Files.createSymbolicLink(root.resolve("other"), home);
    Files.createSymbolicLink(root.resolve("d/link"), secret);
    AtomicBoolean done = new AtomicBoolean();
    Thread attacker = new Thread(() -> swapUntil(done, root), "swapper");
    attacker.start();

    try {
      for (int i = 0; i < 100; i++) {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        export.write(id, archive);
        assertThat(archive.toString(StandardCharsets.UTF_8)).doesNotContain("host");
      }
    } finally {
      done.set(true);
      attacker.join();
    }
  }

  private static void swapUntil(AtomicBoolean done, Path root) {
    try (Directory top = Directory.open(root);
        Directory d = Directory.open(root.resolve("d"))) {
      while (!done.get()) {
        d.rename("secret", d, "kept");
        d.rename("link", d, "secret");
        d.rename("secret", d, "link");
        d.rename("kept", d, "secret");
        top.symlink("new", "/etc");
        top.unlink("new");
      }
    } catch (SyscallException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] exported() {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    export.write(id, archive);
    return archive.toByteArray();
  }

  private void create(TarBuilder tar) {
    byte[] archive = tar.build();
    try (LayerLease lease = layers.lease()) {
      storage.create(
          id,
          StorageOptions.over(
              List.of(lease.add(() -> new ByteArrayInputStream(archive)).diffId())));
    }
  }

  private Path reimported(byte[] archive) {
    try (LayerLease lease = layers.lease()) {
      return layers.tree(lease.add(() -> new ByteArrayInputStream(archive)).diffId());
    }
  }
}
