package io.gantry.engine.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageDetail;
import io.gantry.engine.Rule;
import io.gantry.engine.network.HostResolver;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.NetworkAttachment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineFilesTest {
  private static final NetworkAttachment ATTACHMENT =
      new NetworkAttachment(
          Path.of("/netns"),
          List.of(
              new NetworkAttachment.Interface(
                  "default",
                  "eth0",
                  "02:67:0a:59:00:02",
                  List.of("10.89.0.2/24"),
                  List.of("10.89.0.1"))),
          List.of("10.89.0.1"));

  private final EngineFiles files = new EngineFiles(HostResolver.ofHost(), Path.of("/bin/init"));
  private Path directory;

  @BeforeEach
  void keepDirectory(@TempDir Path temporary) {
    directory = temporary;
  }

  @Test
  @Rule({"NETWORK-11", "NETWORK-12", "NETWORK-13"})
  void namesTheContainerInBothFamilies() {
    NetworkAttachment dual =
        new NetworkAttachment(
            Path.of("/netns"),
            List.of(
                new NetworkAttachment.Interface(
                    "default",
                    "eth0",
                    "02:67:0a:59:00:02",
                    List.of("10.89.0.2/24", "fd01::2/64"),
                    List.of("10.89.0.1", "fd01::1"))),
            List.of("10.89.0.1", "fd01::1"));

    Map<String, Path> written = files.write(config(aContainer()), "abc", dual);

    assertThat(written.get("/etc/hosts"))
        .content()
        .contains("10.89.0.1\thost.containers.internal\n")
        .contains("10.89.0.2\tabc web\nfd01::2\tabc web\n");
    assertThat(written.get("/etc/resolv.conf"))
        .content()
        .contains("nameserver 10.89.0.1\nnameserver fd01::1\n");
  }

  @Test
  @Rule({"NETWORK-11", "NETWORK-12", "NETWORK-14"})
  void namesTheContainerAndItsHost() {
    Map<String, Path> written = files.write(config(aContainer()), "abc", ATTACHMENT);

    assertThat(written.get("/etc/hosts"))
        .hasContent(
            """
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost
            10.89.0.1\thost.containers.internal
            10.89.0.2\tabc web
            """);
    assertThat(written.get("/etc/resolv.conf")).content().contains("nameserver 10.89.0.1\n");
    assertThat(written.get("/etc/hostname")).hasContent("abc\n");
  }

  @Test
  @Rule("NETWORK-16")
  void findsItselfWithoutANetwork() {
    NetworkSpec none = NetworkSpec.of(NetworkSpec.Mode.NONE);

    assertThat(files.write(config(aContainer().network(none)), "abc", null).get("/etc/hosts"))
        .content()
        .contains("127.0.0.1\tabc web\n")
        .doesNotContain("internal");
  }

  @Test
  @Rule({"RUNDIR-1", "RUNDIR-3"})
  void writesANewInodeAndFollowsNoLink() throws IOException {
    Path outside = Files.writeString(directory.resolve("outside"), "keep");
    Files.createSymbolicLink(directory.resolve("hosts"), outside);
    Path old = Files.writeString(directory.resolve("hostname"), "old");
    Object oldInode = Files.getAttribute(old, "unix:ino");
    Path held = directory.resolve("held");
    Files.createLink(held, old);

    Map<String, Path> written = files.write(config(aContainer()), "abc", ATTACHMENT);

    assertThat(outside).hasContent("keep");
    assertThat(held).hasContent("old");
    assertThat(Files.getAttribute(written.get("/etc/hostname"), "unix:ino")).isNotEqualTo(oldInode);
  }

  @Test
  @Rule("RUNDIR-4")
  void tellsAPrivilegedContainerWhatItIsAndOthersNothing() {
    assertThat(files.write(config(aContainer()), "abc", ATTACHMENT).get("/run/.containerenv"))
        .isEmptyFile();
  }

  @Test
  @Rule("RUNDIR-4")
  void givesTheZoneThatWasAskedFor() {
    Map<String, Path> written =
        files.write(config(aContainer().timezone("local")), "abc", ATTACHMENT);

    assertThat(written.get("/etc/localtime")).isNotEmptyFile();
    assertThat(files.write(config(aContainer()), "abc", ATTACHMENT))
        .doesNotContainKey("/etc/localtime");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc/shadow", "No/Where", "", "Europe", "a\nb", "/etc/passwd"})
  @Rule("RUNDIR-4")
  void refusesZonesTheHostDoesNotHave(String zone) {
    assertThatThrownBy(() -> files.write(config(aContainer().timezone(zone)), "abc", ATTACHMENT))
        .isInstanceOf(GantryException.class);
  }

  @Test
  @Rule({"STORAGE-19", "NAMESPACES-6"})
  void takesSharedMemoryFromTheBundleUnlessTheUserMountsThere() {
    MountSpec own = new MountSpec(MountSpec.Kind.TMPFS, null, "/dev/shm/", false, List.of());

    assertThat(files.write(config(aContainer()), "abc", ATTACHMENT))
        .containsEntry("/dev/shm", directory.resolve("bundle/shm"));
    assertThat(files.write(config(aContainer().mounts(own)), "abc", ATTACHMENT))
        .doesNotContainKey("/dev/shm");
  }

  @Test
  void bringsTheInitProgramOnlyWhenAsked() {
    assertThat(files.write(config(aContainer().init(true)), "abc", ATTACHMENT))
        .containsEntry("/run/gantry-init", Path.of("/bin/init"));
    assertThat(files.write(config(aContainer()), "abc", ATTACHMENT))
        .doesNotContainKey("/run/gantry-init");
  }

  private static ContainerSpec.Builder aContainer() {
    return ContainerSpec.builder("busybox");
  }

  private ContainerConfig config(ContainerSpec.Builder spec) {
    return new ContainerConfig(
        new ContainerId("ab".repeat(32)),
        TenantId.DEFAULT,
        "web",
        spec.build(),
        new ImageDetail(
            new Digest("sha256:" + "0".repeat(64)),
            null,
            List.of("busybox"),
            ImageConfig.EMPTY,
            List.of(),
            "amd64",
            "linux",
            null,
            0),
        Instant.EPOCH,
        directory.resolve("bundle"),
        directory,
        directory.resolve("log"));
  }
}
