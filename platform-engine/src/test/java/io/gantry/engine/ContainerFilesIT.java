package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NamespaceSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.RootSpec;
import io.gantry.api.container.SecuritySpec;
import io.gantry.api.container.Sizes;
import io.gantry.api.container.TenantId;
import io.gantry.api.container.UserNamespaceSpec;
import io.gantry.api.container.UserNamespaceSpec.Mode;
import io.gantry.api.container.UserNamespaceSpec.Range;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.lifecycle.RemoveOptions;
import io.gantry.engine.linux.Mounts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Roots, mounts and exports of real containers. */
@RequiresHost({"root", "runc", "conmon", "busybox"})
@Timeout(120)
class ContainerFilesIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final RemoveOptions FORCE = new RemoveOptions(true, true, Duration.ZERO, "test");

  private final ContainerId id = ContainerId.random(new SecureRandom());
  private Path directory;
  private Engine engine;

  @BeforeEach
  void open(@TempDir Path temporary) {
    directory = temporary;
    engine =
        Engine.open(
            EngineConfig.of(directory.resolve("home"), directory.resolve("run")).withMostParked(0));
    Busybox.importInto(engine.images());
  }

  @AfterEach
  void purge() {
    engine.purge();
    engine.close();
    assertThat(Remains.in(directory)).isEmpty();
  }

  @Test
  @Rule({"MOUNT-5", "IDMAP-1", "UNMOUNT-6"})
  void runsInADirectoryOfTheHost() throws Exception {
    Path root = hostRoot();
    create(external(root, false), "sh", "-c", "echo 1 > /written; exit 7");

    engine.start(id);

    assertThat(engine.waitForExit(id, 1, LONG).code()).isEqualTo(7);
    assertThat(root.resolve("written")).hasContent("1");
    engine.remove(id, FORCE);
    assertThat(root.resolve("bin/busybox")).exists();
  }

  @Test
  @Rule({"MOUNT-6", "UNMOUNT-3", "SIZE-1"})
  void runsAboveADirectoryOfTheHost() throws Exception {
    Path root = hostRoot();
    create(external(root, true), "sh", "-c", "echo 1 > /written; exit 7");

    engine.start(id);

    assertThat(engine.waitForExit(id, 1, LONG).code()).isEqualTo(7);
    assertThat(root.resolve("written")).doesNotExist();
    assertThat(engine.sizes(id).imageBytes()).isZero();
    assertThat(engine.sizes(id)).isEqualTo(new Sizes(Files.size(root.resolve("bin/busybox")), 0));
  }

  @Test
  @Rule({"CLEANUP-7", "USERVOLUMES-5"})
  void mountsAnImageAndAnOverlay() throws Exception {
    Path source = Files.createDirectory(directory.resolve("source"));
    Files.writeString(source.resolve("file"), "1");
    ContainerSpec.Builder spec =
        ContainerSpec.builder(Busybox.REFERENCE)
            .mounts(
                new MountSpec(MountSpec.Kind.IMAGE, Busybox.REFERENCE, "/img", true, List.of()),
                new MountSpec(
                    MountSpec.Kind.BIND, source.toString(), "/over", false, List.of("O")));
    create(
        spec,
        "sh",
        "-c",
        "test -x /img/bin/busybox && ! busybox touch /img/new && echo 2 > /over/file && exit 7");

    engine.start(id);

    assertThat(engine.waitForExit(id, 1, LONG).code()).isEqualTo(7);
    assertThat(source.resolve("file")).hasContent("1");
  }

  @Test
  @Rule({"STORAGE-5", "STORAGE-7", "STORAGE-8"})
  void givesFilesAndDirectoriesToTheIdsOfAContainerInAUserNamespace() throws Exception {
    List<Range> range = List.of(new Range(0, 500_000, 65_536));
    NamespaceSpec mapped =
        new NamespaceSpec(
            null, null, null, null, new UserNamespaceSpec(Mode.MAPPED, null, range, null), null);
    create(
        ContainerSpec.builder(Busybox.REFERENCE).namespaces(mapped).security(pingableByRoot()),
        "sh",
        "-c",
        "[ $(busybox stat -c %u /bin/busybox) = 0 ] && echo 1 > /new && exit 7");
    for (Path own :
        List.of(engine.inspect(id).config().staticDir(), engine.inspect(id).config().runDir())) {
      assertThat(Files.getAttribute(own, "unix:uid")).isEqualTo(500_000);
      assertThat(Files.getAttribute(own, "unix:gid")).isEqualTo(500_000);
    }

    engine.start(id);

    assertThat(engine.waitForExit(id, 1, LONG).code()).isEqualTo(7);
    Path upper = directory.resolve("home/storage").resolve(id.value()).resolve("upper");
    assertThat(Files.getAttribute(upper.resolve("new"), "unix:uid")).isEqualTo(500_000);
    assertThat(upper.resolve("bin")).doesNotExist();
  }

  @Test
  @Rule({"REMOVAL-15", "MOUNT-17"})
  void mountsAContainerThatDoesNotRunUntilItIsGivenBack() throws IOException {
    create(ContainerSpec.builder(Busybox.REFERENCE), "true");

    Path root = engine.files().mount(id);
    assertThat(root.resolve("bin/busybox")).exists();
    engine.files().unmount(id, false);

    assertThat(Mounts.isMountPoint(root)).isFalse();
    assertThatThrownBy(() -> engine.files().unmount(id, false))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_MOUNTED));
  }

  @Test
  @Rule({"EXPORT-1", "EXPORT-2"})
  void exportsAContainerAndUnmountsItAgain() throws IOException {
    create(ContainerSpec.builder(Busybox.REFERENCE), "true");
    Path archive = directory.resolve("archive.tar");

    engine.files().export(id, archive);
    ByteArrayOutputStream streamed = new ByteArrayOutputStream();
    engine.files().export(id, streamed);

    assertThat(archive).hasBinaryContent(streamed.toByteArray());
    assertThat(Files.size(archive)).isGreaterThan(Files.size(Path.of("/bin/busybox")));
    assertThat(directory.toFile().list((where, name) -> name.startsWith("."))).isEmpty();
  }

  @Test
  @Rule("STORAGE-6")
  void namesAContainerThatWasGivenNoName() {
    ContainerSpec spec = ContainerSpec.builder(Busybox.REFERENCE).command("true").build();

    String name = engine.create(TenantId.DEFAULT, id, null, spec).name();

    assertThat(engine.find(TenantId.DEFAULT, name)).contains(id);
    assertThatThrownBy(
            () ->
                engine.create(TenantId.DEFAULT, ContainerId.random(new SecureRandom()), name, spec))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NAME_DUPLICATE));
  }

  @Test
  @Rule({"PATHS-7", "TEARDOWN-2"})
  void removesArtifactsWithTheContainer() {
    create(ContainerSpec.builder(Busybox.REFERENCE), "true");
    engine.files().artifacts(id).write("note", new byte[] {1});
    Path note = engine.files().artifacts(id).path("note");
    assertThat(note).exists();

    engine.remove(id, FORCE);

    assertThat(note).doesNotExist();
  }

  private void create(ContainerSpec.Builder spec, String... command) {
    NetworkSpec none = NetworkSpec.of(NetworkSpec.Mode.NONE);
    var unused =
        engine.create(TenantId.DEFAULT, id, "c", spec.network(none).command(command).build());
  }

  /** The ids of the default are more than the container has. */
  private static SecuritySpec pingableByRoot() {
    return new SecuritySpec(
        false,
        null,
        null,
        false,
        false,
        null,
        null,
        null,
        Map.of("net.ipv4.ping_group_range", "0 0"),
        false,
        false);
  }

  private static ContainerSpec.Builder external(Path root, boolean overlay) {
    return ContainerSpec.builder("").root(new RootSpec(root.toString(), overlay, false));
  }

  private Path hostRoot() throws IOException {
    Path root = Files.createDirectory(directory.resolve("host-root"));
    for (String name : List.of("bin", "etc", "proc", "sys", "dev", "tmp")) {
      Files.createDirectory(root.resolve(name));
    }
    Path busybox = Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
    Files.setPosixFilePermissions(busybox, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String name : List.of("sh", "touch")) {
      Files.createSymbolicLink(root.resolve("bin").resolve(name), Path.of("busybox"));
    }
    return root;
  }
}
