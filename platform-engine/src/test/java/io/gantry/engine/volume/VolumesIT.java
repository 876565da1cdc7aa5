package io.gantry.engine.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageDetail;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.DeviceNumber;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.FileType;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.linux.Xattrs;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.Database;
import io.gantry.engine.state.Reserve;
import io.gantry.engine.state.VolumeRecord;
import io.gantry.engine.volume.VolumeTable.CopyUp;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresHost("root")
class VolumesIT {
  private static final TenantId TENANT = TenantId.DEFAULT;
  private static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06Z");

  private final SecureRandom random = new SecureRandom();
  private Path home;
  private Path root;
  private Database database;
  private Volumes volumes;
  private ContainerVolumes containers;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    home = directory.resolve("home");
    root = Files.createDirectories(directory.resolve("root"));
    database =
        Database.open(
            home.resolve("engine.sqlite"), new Reserve(home.resolve("r"), 0), Volumes.schema());
    volumes = new Volumes(database, home, Clock.systemUTC(), random, new RootSeeds(home));
    containers = volumes.ofContainers();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  @Rule("VOLUME-18")
  void makesAVolumeOnlyItsUsersReach() throws IOException {
    VolumeRecord volume = volumes.create(TENANT, "data");

    assertThat(permissions(volume.data())).isEqualTo("rwxr-xr-x");
    assertThat(permissions(volume.data().resolveSibling(""))).isEqualTo("rwx------");
    assertThat(volume.data().toString()).doesNotContain("/data/");
    assertThat(volumes.inspect(TENANT, "data")).isEqualTo(volume);
    assertCode(ErrorCode.NAME_DUPLICATE, () -> volumes.create(TENANT, "data"));
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> volumes.create(TENANT, "../x"));
    assertCode(ErrorCode.NO_SUCH_VOLUME, () -> volumes.inspect(new TenantId("other"), "data"));
  }

  @Test
  @Rule({"VOLUME-19", "STORAGE-14"})
  void keepsAVolumeWhileAContainerUsesIt() {
    ContainerConfig config = container(volumeAt("/data"));
    containers.claim(config);
    containers.claim(config);

    assertThat(containers.mounts(config)).hasSize(1);
    assertCode(ErrorCode.VOLUME_IN_USE, () -> volumes.remove(TENANT, "data"));
    Path data = volumes.inspect(TENANT, "data").data();
    containers.release(config.id(), true);
    assertThat(data).exists();
    volumes.remove(TENANT, "data");

    assertThat(data.getParent()).doesNotExist();
  }

  @Test
  @Rule({"VOLUME-18", "USERVOLUMES-6", "REMOVAL-11"})
  void makesAnonymousVolumesOfTheImageAndRemovesThemWithTheContainer() {
    ImageConfig image =
        new ImageConfig(null, null, null, null, null, null, List.of("/var/lib/x", "/data/"), null);
    ContainerConfig config = container(image, volumeAt("/data"));

    containers.claim(config);

    assertThat(containers.mounts(config))
        .extracting(VolumeMount::destination)
        .containsExactly("/data", "/var/lib/x");
    assertThat(volumes.list(TENANT))
        .filteredOn(VolumeRecord::anonymous)
        .singleElement()
        .satisfies(volume -> assertThat(volume.name()).matches("[0-9a-f]{64}"));
    containers.release(config.id(), true);
    assertThat(volumes.list(TENANT)).extracting(VolumeRecord::name).containsExactly("data");
  }

  @Test
  @Rule({"VOLUME-3", "VOLUME-4", "VOLUME-8", "VOLUME-9", "VOLUME-11"})
  void fillsAnEmptyVolumeWithAllThatTheImageHas() throws IOException {
    Path image = Files.createDirectories(root.resolve("data/sub"));
    Path file = Files.writeString(image.resolve("file"), "content");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));
    Files.createLink(image.resolve("twin"), file);
    Files.createSymbolicLink(image.resolve("link"), Path.of("/nowhere"));
    try (Directory directory = Directory.open(image)) {
      directory.makeNode("fifo", FileType.FIFO, 0600, DeviceNumber.NONE);
      directory.makeNode("null", FileType.CHARACTER_DEVICE, 0666, new DeviceNumber(1, 3));
      directory.setOwner("file", 12, 34);
      Xattrs.set(directory, "file", "user.colour", new byte[] {7});
    }
    try (RandomAccessFile sparse = new RandomAccessFile(image.resolve("sparse").toFile(), "rw")) {
      sparse.seek(64 << 20);
      sparse.write(1);
    }
    Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    Files.setLastModifiedTime(image, FileTime.from(LONG_AGO));
    ContainerConfig config = container(volumeAt("/data"));
    containers.claim(config);

    containers.copyUp(config, root);

    Path data = volumes.inspect(TENANT, "data").data();
    try (Directory copy = Directory.open(data.resolve("sub"))) {
      FileStatus copied = copy.status("file");
      assertThat(copied.uid()).isEqualTo(12);
      assertThat(copied.gid()).isEqualTo(34);
      assertThat(copied.permissions()).isEqualTo(0751);
      assertThat(copied.modified()).isEqualTo(LONG_AGO);
      assertThat(copied.inode()).isEqualTo(copy.status("twin").inode());
      assertThat(copy.readLink("link")).isEqualTo("/nowhere");
      assertThat(copy.status("fifo").type()).isEqualTo(FileType.FIFO);
      assertThat(copy.status("null").device()).isEqualTo(new DeviceNumber(1, 3));
      assertThat(copy.status("sparse").size()).isEqualTo((64 << 20) + 1);
      assertThat(copy.status("sparse").blocks()).isLessThan(1000);
      assertThat(Xattrs.get(copy, "file", "user.colour")).hasValue(new byte[] {7});
      assertThat(copy.status().modified()).isEqualTo(LONG_AGO);
    }
    assertThat(volumes.inspect(TENANT, "data").needsCopyUp()).isFalse();
  }

  @Test
  @Rule({"VOLUME-5", "VOLUME-7"})
  void keepsAVolumesOwnData() throws IOException {
    Files.writeString(Files.createDirectories(root.resolve("data")).resolve("image"), "x");
    ContainerConfig config = container(volumeAt("/data"));
    containers.claim(config);
    Path data = volumes.inspect(TENANT, "data").data();
    Files.writeString(data.resolve("own"), "y");

    containers.copyUp(config, root);

    assertThat(data.resolve("image")).doesNotExist();
    assertThat(volumes.inspect(TENANT, "data").needsCopyUp()).isTrue();
  }

  @Test
  @Rule({"VOLUME-3", "VOLUME-5"})
  void copiesNothingWhenToldOrWhenThereIsNothing() throws IOException {
    Files.writeString(Files.createDirectories(root.resolve("a")).resolve("image"), "x");
    Files.createFile(root.resolve("b"));
    Files.writeString(Files.createDirectories(root.resolve("part")).resolve("image"), "x");
    ContainerConfig config =
        container(
            new MountSpec(MountSpec.Kind.VOLUME, "part", "/part", false, List.of("subpath=x")),
            new MountSpec(MountSpec.Kind.VOLUME, "a", "/a", false, List.of("nocopy")),
            new MountSpec(MountSpec.Kind.VOLUME, "b", "/b", false, List.of()),
            new MountSpec(MountSpec.Kind.VOLUME, "c", "/c/d", false, List.of()));
    containers.claim(config);

    containers.copyUp(config, root);

    assertThat(volumes.list(TENANT))
        .allSatisfy(volume -> assertThat(volume.data()).isEmptyDirectory())
        .allSatisfy(volume -> assertThat(volume.needsCopyUp()).isTrue());
  }

  @Test
  @Rule({"VOLUME-4", "VOLUME-5"})
  void neverReadsOutsideTheRoot() throws IOException {
    Path secrets = Files.createDirectories(root.resolveSibling("secrets"));
    Files.writeString(secrets.resolve("secret"), "x");
    Files.createSymbolicLink(root.resolve("data"), secrets);
    Files.createSymbolicLink(root.resolve("up"), Path.of("../secrets"));
    Files.createSymbolicLink(root.resolve("parent"), Path.of(".."));
    ContainerConfig config =
        container(
            new MountSpec(MountSpec.Kind.VOLUME, "a", "/data", false, List.of()),
            new MountSpec(MountSpec.Kind.VOLUME, "b", "/up", false, List.of()),
            new MountSpec(MountSpec.Kind.VOLUME, "c", "/parent/secrets", false, List.of()));
    containers.claim(config);

    containers.copyUp(config, root);

    assertThat(volumes.list(TENANT))
        .allSatisfy(volume -> assertThat(volume.data()).isEmptyDirectory());
  }

  @Test
  @Rule("VOLUME-6")
  void failsIfTheImagesDirectoryOrTheVolumesCannotBeRead() throws IOException {
    ContainerConfig odd = container(volumeAt("/" + "x".repeat(300)));
    ContainerConfig config = container(volumeAt("/data"));
    Files.createDirectories(root.resolve("data"));
    containers.claim(odd);
    containers.claim(config);

    assertThatThrownBy(() -> containers.copyUp(odd, root)).hasMessageContaining("cannot be filled");
    Files.delete(volumes.inspect(TENANT, "data").data());
    assertThatThrownBy(() -> containers.copyUp(config, root))
        .hasMessageContaining("cannot be filled");

    assertThat(volumes.inspect(TENANT, "data").needsCopyUp()).isTrue();
  }

  @Test
  @Rule("VOLUME-10")
  void tellsThatTheVolumeCouldNotBeWritten() throws IOException {
    Path image = Files.createDirectories(root.resolve("data"));
    Files.write(image.resolve("large"), new byte[2 << 20]);
    ContainerConfig config = container(volumeAt("/data"));
    containers.claim(config);
    VolumeRecord volume = volumes.inspect(TENANT, "data");
    Mounts.tmpfs(volume.data(), 0, "size=1m");

    try {
      assertThatThrownBy(() -> containers.copyUp(config, root))
          .hasMessageContaining("cannot be filled")
          .hasStackTraceContaining("ENOSPC");
    } finally {
      Mounts.unmount(volume.data(), 0);
    }

    assertThat(new VolumeTable(database, home).copyUp(volume)).isEqualTo(CopyUp.COPYING);
  }

  @Test
  @Rule("VOLUME-10")
  void tellsThatTheImageCouldNotBeRead() throws IOException {
    Path image = Files.createDirectories(root.resolve("data"));
    Path unreadable = Files.createFile(image.resolve("unreadable"));
    Path whole = Files.writeString(image.resolve("whole"), "x");
    ContainerConfig config = container(volumeAt("/data"));
    containers.claim(config);
    Mounts.bind(Path.of("/sys/class/net/lo/duplex"), unreadable); // no cable, so EINVAL

    try {
      assertThatThrownBy(() -> containers.copyUp(config, root))
          .hasMessageContaining("cannot be filled")
          .hasStackTraceContaining("EINVAL");
    } finally {
      Mounts.unmount(unreadable, 0);
    }
    containers.copyUp(config, root);

    Path data = volumes.inspect(TENANT, "data").data();
    assertThat(data.resolve(whole.getFileName())).hasContent("x");
  }

  @Test
  @Rule("VOLUME-20")
  void isFilledByTheFirstContainerThatHasSomethingForIt() throws IOException {
    Files.createDirectories(root.resolve("empty"));
    Files.writeString(Files.createDirectories(root.resolve("b")).resolve("second"), "x");
    Files.writeString(Files.createDirectories(root.resolve("c")).resolve("third"), "x");
    for (String destination : List.of("/missing", "/empty", "/b", "/c")) {
      ContainerConfig config = container(volumeAt(destination));
      containers.claim(config);

      containers.copyUp(config, root);
    }

    Path data = volumes.inspect(TENANT, "data").data();
    assertThat(data).isDirectoryContaining("glob:**/second");
    assertThat(data.resolve("third")).doesNotExist();
  }

  @Test
  @Rule({"VOLUME-1", "VOLUME-20"})
  void isFilledOnceByContainersThatStartTogether() throws IOException {
    Path image = Files.createDirectories(root.resolve("data"));
    for (int i = 0; i < 200; i++) {
      Files.writeString(image.resolve("file" + i), "content");
    }
    try (ExecutorService starts = Executors.newFixedThreadPool(4)) {
      List<CompletableFuture<Void>> filled = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        ContainerConfig config = container(volumeAt("/data"));
        containers.claim(config);
        filled.add(CompletableFuture.runAsync(() -> containers.copyUp(config, root), starts));
      }
      filled.forEach(CompletableFuture::join);
    }

    try (Directory data = Directory.open(volumes.inspect(TENANT, "data").data())) {
      assertThat(data.list()).hasSize(200);
    }
    assertThat(volumes.origin(TENANT, "data")).isPresent();
  }

  @Test
  @Rule("VOLUME-12")
  void beginsACopyAnewThatWasCutOff() throws IOException {
    Files.writeString(Files.createDirectories(root.resolve("data")).resolve("whole"), "x");
    ContainerConfig config = container(volumeAt("/data"));
    containers.claim(config);
    VolumeRecord volume = volumes.inspect(TENANT, "data");
    new VolumeTable(database, home).copyUp(volume, CopyUp.COPYING);
    Files.writeString(volume.data().resolve("half"), "x");

    containers.copyUp(config, root);

    assertThat(volume.data().resolve("half")).doesNotExist();
    assertThat(volume.data().resolve("whole")).hasContent("x");
  }

  @Test
  @Rule("VOLUME-17")
  void givesTheTopToTheUserOnce() throws IOException {
    ContainerConfig config = container(volumeAt("/data"));
    containers.claim(config);
    Path data = volumes.inspect(TENANT, "data").data();

    containers.own(config, root, 77, 88);
    containers.own(config, root, 1, 1);

    try (Directory directory = Directory.open(data)) {
      assertThat(directory.status().uid()).isEqualTo(77);
      assertThat(directory.status().gid()).isEqualTo(88);
    }
  }

  @Test
  @Rule("VOLUME-17")
  void takesOwnerAndModeOfTheImagesDirectory() throws IOException {
    Path image = Files.createDirectories(root.resolve("data"));
    Files.setPosixFilePermissions(image, PosixFilePermissions.fromString("rwxrwx---"));
    ContainerConfig config = container(volumeAt("/data"));
    containers.claim(config);

    containers.own(config, root, 77, 88);

    try (Directory directory = Directory.open(volumes.inspect(TENANT, "data").data())) {
      assertThat(directory.status().uid()).isZero();
      assertThat(directory.status().permissions()).isEqualTo(0770);
    }
  }

  @Test
  void freesWhatUnknownContainersUsed() throws IOException {
    ContainerConfig config = container(volumeAt("/data"));
    containers.claim(config);
    Path stray = Files.createDirectories(home.resolve("volumes/default").resolve("ab".repeat(32)));

    containers.cleanOrphans(Set.of());
    volumes.remove(TENANT, "data");

    assertThat(stray).doesNotExist();
  }

  private static MountSpec volumeAt(String destination) {
    return new MountSpec(MountSpec.Kind.VOLUME, "data", destination, false, List.of());
  }

  private ContainerConfig container(MountSpec... mounts) {
    return container(ImageConfig.EMPTY, mounts);
  }

  private ContainerConfig container(ImageConfig image, MountSpec... mounts) {
    ContainerId id = ContainerId.random(random);
    return new ContainerConfig(
        id,
        TENANT,
        "c-" + id.shortId(),
        ContainerSpec.builder("busybox").mounts(mounts).build(),
        new ImageDetail(
            new Digest("sha256:" + "0".repeat(64)),
            null,
            List.of("busybox"),
            image,
            List.of(),
            "amd64",
            "linux",
            null,
            0),
        Instant.EPOCH,
        home.resolve(id.value()),
        home.resolve("run"),
        home.resolve("log"));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void assertCode(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(GantryException.class)
        .extracting(e -> ((GantryException) e).code())
        .isEqualTo(code);
  }
}
