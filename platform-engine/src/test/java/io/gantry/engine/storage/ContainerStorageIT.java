package io.gantry.engine.storage;

import static io.gantry.engine.storage.TarBuilder.aTar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.Sizes;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.IdMap;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.linux.OpenFlags;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresHost("root")
@Timeout(60)
class ContainerStorageIT {
  private final Path home;
  private final LayerStore layers;
  private final ContainerStorage storage;
  private final ContainerId id = ContainerId.random(new SecureRandom());

  ContainerStorageIT(@TempDir Path home) {
    this.home = home;
    this.layers = LayerStore.open(home, LayerLimits.DEFAULT);
    this.storage = ContainerStorage.open(home, layers);
  }

  @AfterEach
  void unmountAll() {
    storage.known().forEach(storage::unmountForced);
  }

  @Test
  void showsTheUppermostLayersEntries() throws IOException {
    Digest lower =
        layer(aTar().file("kept", "1").file("changed", "1").file("gone", "1").directory("d"));
    Digest upper = layer(aTar().file("changed", "2").whiteout(".wh.gone"));

    Path root = mounted(List.of(lower, upper));

    assertThat(root.resolve("kept")).hasContent("1");
    assertThat(root.resolve("changed")).hasContent("2");
    assertThat(root.resolve("gone")).doesNotExist();
  }

  @Test
  void hidesWhatLiesBelowAnOpaqueDirectory() throws IOException {
    Digest lower = layer(aTar().directory("d").file("d/old", "1"));
    Digest upper = layer(aTar().directory("d").whiteout("d/.wh..wh..opq").file("d/new", "2"));

    Path root = mounted(List.of(lower, upper));

    assertThat(root.resolve("d/old")).doesNotExist();
    assertThat(root.resolve("d/new")).hasContent("2");
  }

  @Test
  @Rule("MOUNT-1")
  void mountsOnlyOnce() throws IOException {
    Path root = mounted(List.of(layer(aTar().file("a", "1"))));

    assertThat(storage.mount(id, MountHolder.RUN)).isEqualTo(root);

    Mounts.unmount(root, 0);
    assertThat(storage.isMounted(id)).isFalse();
  }

  @Test
  void mountsAsManyLayersAsAnImageMayHave() throws IOException {
    List<Digest> many = new ArrayList<>();
    for (int i = 0; i < 127; i++) {
      many.add(layer(aTar().file("f" + i, "" + i)));
    }

    Path root = mounted(many);

    assertThat(root.resolve("f0")).hasContent("0");
    assertThat(root.resolve("f126")).hasContent("126");
  }

  @Test
  @Rule("CHECKPOINT-8")
  void givesAnotherContainerWhatOneHasChanged() throws IOException {
    Digest image =
        layer(
            aTar()
                .file("kept", "1")
                .file("changed", "1")
                .file("gone", "1")
                .directory("d")
                .file("d/old", "1"));
    Path root = mounted(List.of(image));
    Files.writeString(root.resolve("changed"), "2");
    Files.writeString(root.resolve(".wh.kept"), "a name like any other");
    Files.delete(root.resolve("gone"));
    Files.delete(root.resolve("d/old"));
    Files.delete(root.resolve("d"));
    Files.createDirectory(root.resolve("d"));
    Files.writeString(root.resolve("d/new"), "2");

    ByteArrayOutputStream difference = new ByteArrayOutputStream();
    List<String> deleted = storage.writeDifference(id, difference);
    ContainerId other = ContainerId.random(new SecureRandom());
    storage.create(other, StorageOptions.over(List.of(image)));
    storage.applyDifference(other, deleted, new ByteArrayInputStream(difference.toByteArray()));

    assertThat(deleted).containsExactlyInAnyOrder("gone", "d");
    Path copy = storage.mount(other, MountHolder.RUN);
    assertThat(copy.resolve("kept")).hasContent("1");
    assertThat(copy.resolve("changed")).hasContent("2");
    assertThat(copy.resolve(".wh.kept")).hasContent("a name like any other");
    assertThat(copy.resolve("gone")).doesNotExist();
    assertThat(copy.resolve("d/old")).doesNotExist();
    assertThat(copy.resolve("d/new")).hasContent("2");
  }

  @Test
  void mountsAnImageWithoutLayers() {
    Path root = mounted(List.of());

    assertThat(root).isEmptyDirectory();
  }

  @Test
  void keepsWhatWasWrittenOverAnUnmount() throws IOException {
    Path root = mounted(List.of(layer(aTar().file("a", "1"))));
    Files.writeString(root.resolve("a"), "2");
    storage.unmount(id, MountHolder.RUN);

    storage.mount(id, MountHolder.RUN);

    assertThat(root.resolve("a")).hasContent("2");
  }

  @Test
  void showsTheImagesRootAttributes() throws IOException {
    Path root = mounted(List.of(layer(aTar().directory(".", 01777).file("a", "1"))));

    assertThat(Files.getAttribute(root, "unix:mode")).isEqualTo(041777);
  }

  @Test
  @Rule("STORAGE-4")
  void letsDevicesWorkOnlyForThePrivileged() throws IOException {
    List<Digest> layers = List.of(layer(aTar().characterDevice("zero", 1, 5)));
    Path root = mounted(layers);

    assertThatThrownBy(() -> Descriptor.open(root.resolve("zero"), OpenFlags.O_RDONLY, 0))
        .hasMessageContaining("EACCES");

    storage.delete(id);
    storage.create(id, new StorageOptions(layers, IdMaps.HOST, true, false, null, Map.of(), null));
    storage.mount(id, MountHolder.RUN);
    try (Descriptor zero = Descriptor.open(root.resolve("zero"), OpenFlags.O_RDONLY, 0)) {
      assertThat(zero.read(new byte[1])).isEqualTo(1);
    }
  }

  @Test
  @Rule("MOUNT-9")
  void tellsAMountPointWithoutLinks(@TempDir Path elsewhere) throws IOException {
    Path link = Files.createSymbolicLink(elsewhere.resolve("home"), home);
    ContainerStorage linked =
        ContainerStorage.open(link, LayerStore.open(link, LayerLimits.DEFAULT));
    linked.create(id, StorageOptions.over(List.of()));

    Path root = linked.mount(id, MountHolder.RUN);

    assertThat(root).isEqualTo(root.toRealPath()).startsWith(home.toRealPath());
    assertThat(linked.isMounted(id)).isTrue();
  }

  @Test
  @Rule({"UNMOUNT-1", "UNMOUNT-11"})
  void unmountsByForceWhatIsUnknownOrNotMounted() {
    storage.unmountForced(id);
    storage.create(id, StorageOptions.over(List.of()));

    storage.unmountForced(id);

    assertThat(storage.isMounted(id)).isFalse();
  }

  @Test
  @Rule("UNMOUNT-11")
  void unmountsByForceWhoeverHoldsIt() {
    mounted(List.of());
    storage.mount(id, MountHolder.REQUEST);

    storage.unmountForced(id);

    assertThat(storage.isMounted(id)).isFalse();
    assertThat(storage.holds(id)).isZero();
  }

  @Test
  @Rule({"STORAGE-2", "STORAGE-7"})
  void beginsWithTheHostsIdsAndTellsTheOnesItUses() {
    IdMaps maps = new IdMaps(List.of(new IdMap(0, 7000, 10)), List.of(new IdMap(0, 8000, 10)));

    IdMaps plain = storage.create(id, StorageOptions.over(List.of()));
    storage.delete(id);
    IdMaps mapped = storage.create(id, StorageOptions.over(List.of()).withIds(maps));

    assertThat(plain).isEqualTo(IdMaps.HOST);
    assertThat(mapped).isEqualTo(maps);
    assertThat(storage.create(id, StorageOptions.over(List.of()))).isEqualTo(maps);
  }

  @Test
  @Rule("STORAGE-3")
  void takesOldLabelsOverOnlyIfThereAreBoth() {
    StorageOptions options = StorageOptions.over(List.of());

    assertThat(options.restoring("process", "mount").mountLabel()).isEqualTo("mount");
    assertThat(options.restoring(null, "mount").mountLabel()).isNull();
    assertThat(options.restoring("", "mount").mountLabel()).isNull();
    assertThat(options.restoring("process", "").mountLabel()).isNull();
  }

  @Test
  @Rule("STORAGE-11")
  void keepsWhoseStorageItIs() {
    Digest image = TarBuilder.digest(new byte[1]);
    StorageOptions options =
        new StorageOptions(List.of(), IdMaps.HOST, false, false, "label", Map.of(), null)
            .withOwner(new StorageOptions.Owner("web", "busybox", image, Instant.EPOCH));

    storage.create(id, options);

    assertThat(ContainerStorage.open(home, layers).options(id)).isEqualTo(options);
    assertThat(home.resolve("storage").resolve(id.value())).isDirectory();
  }

  @Test
  @Rule("UNMOUNT-12")
  void detachesAMountThatStaysBusy() throws IOException {
    Path root = mounted(List.of(layer(aTar().file("a", "1"))));
    try (Descriptor user = Descriptor.open(root.resolve("a"), OpenFlags.O_RDONLY, 0)) {
      storage.unmount(id, MountHolder.RUN);

      assertThat(storage.isMounted(id)).isFalse();
      assertThat(user.read(new byte[1])).isEqualTo(1);
    }
  }

  @Test
  void deletesWhileMounted() throws IOException {
    Path root = mounted(List.of(layer(aTar().file("a", "1"))));
    Files.createDirectories(root.resolve("deep/er"));

    storage.delete(id);

    assertThat(storage.exists(id)).isFalse();
    assertThat(home.resolve("storage")).isEmptyDirectory();
  }

  @Test
  @Rule("TEARDOWN-3")
  void deletesWhatItDoesNotKnow() {
    storage.delete(id);

    assertThat(storage.known()).isEmpty();
  }

  @Test
  void createsOnceOverTheSameLayersAndNotOverOthers() {
    Digest layer = layer(aTar().file("a", "1"));
    storage.create(id, StorageOptions.over(List.of(layer)));
    storage.create(id, StorageOptions.over(List.of(layer)));

    assertThatThrownBy(() -> storage.create(id, StorageOptions.over(List.of())))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE));
  }

  @Test
  void needsItsLayers() {
    Digest missing = TarBuilder.digest(new byte[0]);

    assertThatThrownBy(() -> storage.create(id, StorageOptions.over(List.of(missing))))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_IMAGE));

    assertThat(storage.exists(id)).isFalse();
  }

  @Test
  void doesNotMountAContainerItDoesNotKnow() {
    assertThatThrownBy(() -> storage.mount(id, MountHolder.RUN))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNKNOWN));
  }

  @Test
  @Rule({"SIZE-2", "SIZE-4"})
  void measuresTheImageAndWhatWasWritten() throws IOException {
    Digest lower = layer(aTar().file("a", "12345"));
    Digest upper = layer(aTar().file("b", "123").hardLink("c", "b"));
    Path root = mounted(List.of(lower, upper));
    Files.writeString(root.resolve("new"), "1234567");

    assertThat(storage.sizes(id)).isEqualTo(new Sizes(7, 8));
  }

  @Test
  @Rule("SIZE-1")
  void takesAnImageWithoutLayersForEmpty() {
    storage.create(id, StorageOptions.over(List.of()));

    assertThat(storage.sizes(id)).isEqualTo(new Sizes(0, 0));
  }

  @Test
  @Rule("SIZE-3")
  void namesTheLayerThatCannotBeMeasured() {
    Digest layer = layer(aTar().file("a", "12345"));
    storage.create(id, StorageOptions.over(List.of(layer)));
    layers.collect(Set::of);

    assertThatThrownBy(() -> storage.sizes(id)).hasMessageContaining(layer.value());
  }

  @Test
  void keepsItsLayersFromBeingCollected() {
    Digest layer = layer(aTar().file("a", "12345"));
    storage.create(id, StorageOptions.over(List.of(layer)));

    layers.collect(storage::layersInUse);

    assertThat(layers.known()).contains(layer);
  }

  @Test
  void removesWhatACrashLeftHalfMadeOrHalfRemoved() throws IOException {
    Files.createDirectories(home.resolve("storage/.new-" + id + "/upper"));
    Files.createDirectories(home.resolve("storage/.removed-" + id + "/upper/a/b"));

    ContainerStorage.open(home, layers);

    assertThat(home.resolve("storage")).isEmptyDirectory();
  }

  @Test
  void hidesItsDirectoriesFromOtherUsers() throws IOException {
    for (String name : List.of("storage", "layers")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name))))
          .isEqualTo("rwx------");
    }
  }

  private Path mounted(List<Digest> over) {
    storage.create(id, StorageOptions.over(over));
    return storage.mount(id, MountHolder.RUN);
  }

  private Digest layer(TarBuilder tar) {
    byte[] archive = tar.build();
    try (LayerLease lease = layers.lease()) {
      return lease.add(() -> new ByteArrayInputStream(archive)).diffId();
    }
  }
}
