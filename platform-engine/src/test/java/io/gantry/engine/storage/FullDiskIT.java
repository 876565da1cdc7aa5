package io.gantry.engine.storage;

import static io.gantry.engine.storage.TarBuilder.aTar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.linux.MountFlags;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.linux.SyscallException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresHost("root")
@Timeout(60)
class FullDiskIT {
  private final Path home;
  private final LayerStore layers;
  private final ContainerStorage storage;
  private final ContainerId id = ContainerId.random(new SecureRandom());

  FullDiskIT(@TempDir Path directory) throws IOException {
    home = Files.createDirectory(directory.resolve("home"));
    Mounts.tmpfs(home, 0, "size=2m");
    layers = LayerStore.open(home, LayerLimits.DEFAULT);
    storage = ContainerStorage.open(home, layers);
  }

  @AfterEach
  void unmountAll() throws SyscallException {
    storage.delete(id);
    Mounts.unmount(home, MountFlags.MNT_DETACH);
  }

  @Test
  void saysThatTheDiskIsFullAndLeavesNothingHalfMade() {
    byte[] large = new byte[4 << 20];
    new Random(1).nextBytes(large);
    byte[] tar = aTar().file("large", large).build();

    try (LayerLease lease = layers.lease()) {
      assertNoSpace(() -> lease.add(() -> new ByteArrayInputStream(tar)));
      assertNoSpace(() -> SpooledArchive.of(new ByteArrayInputStream(tar), layers));
    }

    assertThat(home.resolve("layers")).isEmptyDirectory();
  }

  @Test
  void deletesAContainerWhenNothingCanBeWrittenAnyMore() throws IOException {
    Digest layer = layer(aTar().file("a", "text"));
    storage.create(id, StorageOptions.over(List.of(layer)));
    Path root = storage.mount(id, MountHolder.RUN);
    Files.createDirectories(root.resolve("deep/tree"));
    assertThatThrownBy(() -> Files.write(root.resolve("fill"), new byte[4 << 20]))
        .isInstanceOf(IOException.class);

    storage.delete(id);

    assertThat(storage.known()).isEmpty();
    assertThat(home.resolve("storage")).isEmptyDirectory();
  }

  private Digest layer(TarBuilder tar) {
    byte[] archive = tar.build();
    try (LayerLease lease = layers.lease()) {
      return lease.add(() -> new ByteArrayInputStream(archive)).diffId();
    }
  }

  private static void assertNoSpace(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SPACE));
  }
}
