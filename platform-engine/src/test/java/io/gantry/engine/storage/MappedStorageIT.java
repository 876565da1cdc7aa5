package io.gantry.engine.storage;

import static io.gantry.engine.storage.TarBuilder.aTar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.image.Digest;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.IdMap;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.linux.SyscallException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Storage of a container whose root is the host's user 500000. */
@RequiresHost("root")
@Timeout(60)
class MappedStorageIT {
  private static final IdMaps IDS =
      new IdMaps(List.of(new IdMap(0, 500_000, 65_536)), List.of(new IdMap(0, 600_000, 65_536)));

  /** A host whose kernel cannot. */
  private static final IdMapping NONE =
      (targets, ids) -> {
        throw new SyscallException("mount_setattr", targets, Errno.EINVAL);
      };

  private final ContainerId id = ContainerId.random(new SecureRandom());
  private final Path home;
  private final LayerStore layers;
  private ContainerStorage storage;

  MappedStorageIT(@TempDir Path home) {
    this.home = home;
    this.layers = LayerStore.open(home, LayerLimits.DEFAULT);
    this.storage = ContainerStorage.open(home, layers);
  }

  @AfterEach
  void delete() {
    storage.delete(id);
  }

  @Test
  @Rule({"STORAGE-5", "STORAGE-7"})
  void showsTheLayersWithTheContainersIdsAndLeavesThemAsTheyAre() throws IOException {
    Digest lower = layer(aTar().directory("d").file("d/a", "1"));
    Path root = mounted(List.of(lower, layer(aTar().file("b", "2"))));

    assertOwned(root);
    assertOwned(root.resolve("d/a"));
    assertOwned(root.resolve("b"));
    assertThat(Files.getAttribute(layers.tree(lower).resolve("d/a"), "unix:uid")).isEqualTo(0);
    assertThat(own("upper")).isEmptyDirectory();
    assertThat(own("mapped")).doesNotExist();
    assertThat(own("shifted")).doesNotExist();
  }

  @Test
  @Rule("STORAGE-5")
  void keepsTheIdsOverAnUnmount() throws IOException {
    Path root = mounted(List.of(layer(aTar().file("a", "1"))));
    Files.writeString(root.resolve("a"), "2");
    storage.unmountForced(id);

    storage.mount(id, MountHolder.RUN);

    assertThat(root.resolve("a")).hasContent("2");
    assertOwned(root.resolve("a"));
  }

  @Test
  @Rule("STORAGE-5")
  void givesEveryFileItsOwnerOnceWhereTheKernelCannotShowIt() throws IOException {
    storage = ContainerStorage.open(home, layers, NONE);
    Path root =
        mounted(List.of(layer(aTar().directory("d").file("d/a", "1").hardLink("b", "d/a"))));
    assertOwned(root);
    assertOwned(root.resolve("d"));
    assertOwned(root.resolve("d/a"));
    assertThat(own("shifted")).exists();
    storage.unmountForced(id);

    storage.mount(id, MountHolder.RUN);

    assertOwned(root.resolve("d/a"));
    assertOwned(root.resolve("b"));
  }

  @Test
  @Rule("STORAGE-5")
  void beginsAnewAfterACrashOnTheWay() throws IOException {
    storage = ContainerStorage.open(home, layers, NONE);
    create(List.of(layer(aTar().file("a", "1").file("b", "1"))));
    Files.createFile(own("shifting"));
    Files.writeString(own("upper").resolve("a"), "half");
    Files.setAttribute(own("upper").resolve("a"), "unix:uid", 500_000);

    Path root = storage.mount(id, MountHolder.RUN);

    assertThat(root.resolve("a")).hasContent("1");
    assertOwned(root.resolve("a"));
    assertOwned(root.resolve("b"));
    assertThat(own("shifting")).doesNotExist();
  }

  @Test
  @Rule("CLEANUP-7")
  void showsTheLayersOfAMountedImageWithTheContainersIdsToo() throws IOException {
    Digest image = layer(aTar().file("a", "1"));
    var unused =
        storage.create(
            id,
            StorageOptions.over(List.of())
                .withIds(IDS)
                .withVolumes(Map.of("/img", List.of(image))));
    List<Object> owners = new ArrayList<>();

    storage.mountVolume(
        id,
        "/img",
        lower -> owners.add(Files.getAttribute(lower.getFirst().resolve("a"), "unix:uid")));

    assertThat(owners).containsExactly(500_000);
    assertThat(own("mapped")).doesNotExist();
  }

  @Test
  void tellsAFailureThatIsNotTheKernelsInability() throws IOException {
    storage =
        ContainerStorage.open(
            home,
            layers,
            (targets, ids) -> {
              throw new SyscallException("mount_setattr", targets, Errno.EMFILE);
            });
    create(List.of());

    assertThatThrownBy(() -> storage.mount(id, MountHolder.RUN))
        .hasMessageContaining("cannot be mounted");
  }

  private void assertOwned(Path file) throws IOException {
    assertThat(Files.getAttribute(file, "unix:uid")).as("%s", file).isEqualTo(500_000);
    assertThat(Files.getAttribute(file, "unix:gid")).as("%s", file).isEqualTo(600_000);
  }

  private Path own(String name) {
    return home.resolve("storage").resolve(id.value()).resolve(name);
  }

  private Path mounted(List<Digest> over) {
    create(over);
    return storage.mount(id, MountHolder.RUN);
  }

  private void create(List<Digest> over) {
    var unused = storage.create(id, StorageOptions.over(over).withIds(IDS));
  }

  private Digest layer(TarBuilder tar) {
    byte[] archive = tar.build();
    try (LayerLease lease = layers.lease()) {
      return lease.add(() -> new ByteArrayInputStream(archive)).diffId();
    }
  }
}
