package io.gantry.engine.mount;

import static io.gantry.engine.storage.TarBuilder.aTar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.SecuritySpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageDetail;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.Database;
import io.gantry.engine.state.Reserve;
import io.gantry.engine.storage.ContainerStorage;
import io.gantry.engine.storage.LayerLease;
import io.gantry.engine.storage.LayerLimits;
import io.gantry.engine.storage.LayerStore;
import io.gantry.engine.storage.MountHolder;
import io.gantry.engine.storage.StorageOptions;
import io.gantry.engine.storage.TarBuilder;
import io.gantry.engine.volume.RootSeeds;
import io.gantry.engine.volume.Volumes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresHost("root")
@Timeout(60)
class RootFilesystemIT {
  /** What the kernel calls the root and its directory once they are unmounted. */
  private static final Set<String> UNMOUNTED = Set.of("/", "/etc");

  private final SecureRandom random = new SecureRandom();
  private final ContainerId id = ContainerId.random(random);
  private Path home;
  private LayerStore layers;
  private ContainerStorage storage;
  private Database database;
  private Volumes volumes;
  private RootFilesystem roots;

  @BeforeEach
  void open(@TempDir Path directory) {
    home = directory;
    layers = LayerStore.open(home, LayerLimits.DEFAULT);
    storage = ContainerStorage.open(home, layers);
    database =
        Database.open(
            home.resolve("engine.sqlite"), new Reserve(home.resolve("r"), 0), Volumes.schema());
    volumes = new Volumes(database, home, Clock.systemUTC(), random, new RootSeeds(home));
    roots = new RootFilesystem(storage, volumes.ofContainers());
  }

  @AfterEach
  void close() throws IOException {
    Mounts.unmountPatiently(shm());
    storage.delete(id);
    database.close();
  }

  @Test
  @Rule({"MOUNT-3", "MOUNT-9"})
  void leavesNothingMountedAfterAFailure() throws IOException {
    ContainerConfig config = config(aContainer(), aTar().file("etc", "no directory"));

    assertThatThrownBy(() -> roots.mount(config))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_INVALID));

    assertThat(shm()).exists();
    assertThat(Mounts.isMountPoint(shm())).isFalse();
    assertThat(storage.isMounted(id)).isFalse();
  }

  @Test
  @Rule("MOUNT-4")
  void fillsAVolumeFromTheRootThatIsMountedByThen() {
    MountSpec mount = new MountSpec(MountSpec.Kind.VOLUME, "v", "/data", false, List.of());
    ContainerConfig config =
        config(aContainer().mounts(mount), aTar().directory("data").file("data/a", "1"));

    roots.mount(config);

    Path data = volumes.inspect(TenantId.DEFAULT, "v").data();
    assertThat(data.resolve("a")).hasContent("1");
  }

  @Test
  @Rule("MOUNT-10")
  void makesEtcWhereTheImageHasNone() throws IOException {
    Path etc = roots.mount(config(aContainer(), aTar().file("a", "1"))).resolve("etc");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(etc)))
        .isEqualTo("rwxr-xr-x");
    assertThat(Files.getAttribute(etc, "unix:uid")).isEqualTo(0);
  }

  @Test
  @Rule("MOUNT-10")
  void leavesTheImagesEtcAsItIs() throws IOException {
    TarBuilder image = aTar().directory("etc", 0700).file("etc/passwd", "kept");
    Path etc = roots.mount(config(aContainer(), image)).resolve("etc");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(etc)))
        .isEqualTo("rwx------");
    assertThat(etc.resolve("passwd")).hasContent("kept");
  }

  @Test
  @Rule("MOUNT-13")
  void keepsNoDescriptorOpenBelowTheRoot() throws IOException {
    MountSpec mount = new MountSpec(MountSpec.Kind.VOLUME, "v", "/data", false, List.of());
    ContainerConfig config =
        config(aContainer().mounts(mount), aTar().directory("data").file("data/a", "1"));
    Path root = roots.mount(config);
    assertThat(openBelow(root)).isEmpty();

    Files.delete(root.resolve("etc/mtab"));
    Files.delete(root.resolve("etc"));
    Files.writeString(root.resolve("etc"), "no directory");
    assertThatThrownBy(() -> roots.mount(config)).isInstanceOf(GantryException.class);
    assertThat(openBelow(root)).isEmpty();
  }

  @Test
  @Rule("STORAGE-4")
  void letsDevicesWorkInAPrivilegedContainer() throws IOException {
    SecuritySpec privileged =
        new SecuritySpec(true, null, null, false, false, null, null, null, null, false, false);
    TarBuilder image = aTar().characterDevice("zero", 1, 5);

    Path root = roots.mount(config(aContainer().security(privileged), image));

    try (Descriptor zero = Descriptor.open(root.resolve("zero"), OpenFlags.O_RDONLY, 0)) {
      assertThat(zero.read(new byte[1])).isEqualTo(1);
    }
  }

  @Test
  @Rule("UNMOUNT-7")
  void takesARootThatIsNotMountedOrUnknownForUnmounted() {
    ContainerConfig config = config(aContainer(), aTar().file("a", "1"));
    roots.unmount(config);
    storage.delete(id);

    roots.unmount(config);

    assertThat(storage.isMounted(id)).isFalse();
  }

  @Test
  @Rule("UNMOUNT-7")
  void leavesARootMountedThatSomebodyElseHolds() {
    ContainerConfig config = config(aContainer(), aTar().file("a", "1"));
    roots.mount(config);
    storage.mount(id, MountHolder.REQUEST);

    roots.unmount(config);

    assertThat(storage.isMounted(id)).isTrue();
    assertThat(storage.holds(id)).isEqualTo(1);
  }

  @Test
  @Rule("UNMOUNT-2")
  void unmountsTheRootThoughSharedMemoryFails() {
    roots.mount(config(aContainer(), aTar().file("a", "1")));

    assertThatThrownBy(() -> roots.unmount(unusable()))
        .hasMessageContaining("shared memory cannot be unmounted");

    assertThat(storage.isMounted(id)).isFalse();
  }

  @Test
  @Rule({"UNMOUNT-2", "UNMOUNT-11"})
  void throwsTheLastOfTwoFailures() throws IOException {
    roots.mount(config(aContainer(), aTar().file("a", "1")));
    Path holds = home.resolve("storage").resolve(id.value()).resolve("holds");
    Files.delete(holds);
    Files.createDirectory(holds);

    assertThatThrownBy(() -> roots.unmount(unusable()))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.object()).contains(id.value()))
        .hasMessageContaining("unmounted")
        .hasMessageNotContaining("shared memory");
  }

  private static List<String> openBelow(Path root) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .filter(Files::isSymbolicLink)
          .map(RootFilesystemIT::target)
          .filter(target -> target.startsWith(root.toString()) || UNMOUNTED.contains(target))
          .toList();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // closed since the directory was listed
    }
  }

  private Path shm() {
    return home.resolve("bundle/shm");
  }

  private static ContainerSpec.Builder aContainer() {
    return ContainerSpec.builder("image");
  }

  private ContainerConfig config(ContainerSpec.Builder spec, TarBuilder image) {
    Digest layer = layer(image);
    ContainerConfig config = config(spec.build(), home.resolve("bundle"));
    storage.create(id, StorageOptions.of(config.spec(), imageOf(List.of(layer))));
    return config;
  }

  /** The container with a bundle whose path the kernel does not take. */
  private ContainerConfig unusable() {
    return config(aContainer().build(), home.resolve("x".repeat(300)));
  }

  private ContainerConfig config(ContainerSpec spec, Path bundle) {
    return new ContainerConfig(
        id,
        TenantId.DEFAULT,
        "web",
        spec,
        imageOf(List.of()),
        Instant.EPOCH,
        bundle,
        home.resolve("run"),
        home.resolve("log"));
  }

  private static ImageDetail imageOf(List<Digest> layers) {
    return new ImageDetail(
        new Digest("sha256:" + "0".repeat(64)),
        null,
        List.of("image"),
        ImageConfig.EMPTY,
        layers,
        "amd64",
        "linux",
        null,
        0);
  }

  private Digest layer(TarBuilder tar) {
    byte[] archive = tar.build();
    try (LayerLease lease = layers.lease()) {
      return lease.add(() -> new ByteArrayInputStream(archive)).diffId();
    }
  }
}
