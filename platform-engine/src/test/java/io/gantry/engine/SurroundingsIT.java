package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.Resources;
import io.gantry.api.container.SecuritySpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.lifecycle.RemoveOptions;
import io.gantry.engine.linux.MountFlags;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.state.VolumeRecord;
import io.gantry.engine.volume.Volumes;
import io.gantry.engine.volume.origin.Origin;
import io.gantry.engine.volume.origin.ReseedPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real process finds around itself in a container. */
@RequiresHost({"root", "runc", "conmon", "busybox"})
class SurroundingsIT {
  private static final long MS_SHARED = 1L << 20;
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final RemoveOptions REMOVE = new RemoveOptions(true, true, Duration.ZERO, "test");

  private Path directory;
  private Engine engine;

  @BeforeEach
  void open(@TempDir Path temporary) {
    directory = temporary;
    engine = Engine.open(EngineConfig.of(directory.resolve("home"), directory.resolve("run")));
    Busybox.importInto(engine.images());
  }

  @AfterEach
  void purge() {
    engine.purge();
    engine.close();
    assertThat(Remains.in(directory)).isEmpty();
  }

  @Test
  @Rule({"NETWORK-11", "NETWORK-13", "RUNDIR-4", "NAMESPACES-4", "MOUNT-12", "OCISPEC-11"})
  void findsItsNamesAndResolver() throws InterruptedException {
    assertPasses(
        aContainer().hostname("db").network(NetworkSpec.of(NetworkSpec.Mode.NONE)),
        "grep -q 'localhost' /etc/hosts",
        "grep -q db /etc/hosts",
        "test \"$(cat /etc/hostname)\" = db",
        "test \"$(hostname)\" = db",
        "test \"$HOSTNAME\" = db",
        "grep -q nameserver /etc/resolv.conf",
        "test -e /run/.containerenv",
        "test -L /etc/mtab");
  }

  @Test
  @Rule({"MOUNT-2", "OCISPEC-1", "OCISPEC-3", "OCISPEC-5", "OCISPEC-7"})
  void isConfined() throws InterruptedException {
    Resources resources = new Resources(null, null, null, null, null, null, 1L << 20, null);
    assertPasses(
        aContainer().resources(resources),
        "grep -q '/dev/shm tmpfs.*nosuid.*nodev.*noexec.*size=1024k' /proc/mounts",
        "test $(stat -c %a /dev/shm) = 1777",
        "grep -q 'CapInh:.0000000000000000' /proc/self/status",
        "grep -q 'CapAmb:.0000000000000000' /proc/self/status",
        "grep -q 'CapBnd:.00000000800405fb' /proc/self/status",
        "grep -q 'Seccomp:.2' /proc/self/status",
        "test -z \"$(cat /proc/kcore | head -c 1)\"",
        "! (echo 1 > /proc/sys/kernel/panic) 2>/dev/null",
        "! mknod /tmp/device c 1 3 2>/dev/null",
        "test $(ls /proc/self/fd | wc -l) = 4");
  }

  @Test
  @Rule({"OCISPEC-17", "OCISPEC-18", "OCISPEC-21", "INIT-14"})
  void runsAsWhomItWasToldWhereItWasTold() throws InterruptedException {
    assertPasses(
        aContainer().user("1234:77").workingDirectory("/bin").umask("0077"),
        "grep -q '^1234:.:1234:77:container user:/bin:/bin/sh$' /etc/passwd",
        "test $(id -u) = 1234",
        "test $(id -g) = 77",
        "test \"$(pwd)\" = /bin",
        "test $(umask) = 0077",
        "test \"$HOME\" = /",
        "grep -q 'CapEff:.0000000000000000' /proc/self/status");
  }

  @Test
  @Rule("STORAGE-2")
  void hasTheHostsUserAndGroupIds() throws Exception {
    String users = Files.readString(Path.of("/proc/self/uid_map")).stripTrailing();
    String groups = Files.readString(Path.of("/proc/self/gid_map")).stripTrailing();
    assertPasses(
        aContainer(),
        "test \"$(cat /proc/self/uid_map)\" = '" + users + "'",
        "test \"$(cat /proc/self/gid_map)\" = '" + groups + "'");
  }

  @Test
  @Rule("OCISPEC-21")
  void writesOnlyWhereItMayOnAReadOnlyRoot() throws InterruptedException {
    SecuritySpec readOnly =
        new SecuritySpec(false, null, null, true, false, null, null, null, null, false, false);
    assertPasses(
        aContainer().security(readOnly),
        "! touch /x 2>/dev/null",
        "touch /tmp/x /run/x /var/tmp/x /dev/shm/x",
        "! touch /etc/hosts 2>/dev/null");
  }

  @Test
  @Rule({"OCISPEC-14", "OCISPEC-16"})
  void hasItsSettingsAndVariables() throws InterruptedException {
    SecuritySpec settings =
        new SecuritySpec(
            false,
            null,
            null,
            false,
            true,
            null,
            null,
            null,
            Map.of("kernel.shmmni", "77"),
            false,
            false);
    assertPasses(
        aContainer().security(settings).environment(Map.of("TWO_LINES", "a\nb")),
        "test $(cat /proc/sys/kernel/shmmni) = 77",
        "test $(echo \"$TWO_LINES\" | wc -l) = 2",
        "grep -q 'NoNewPrivs:.1' /proc/self/status");
  }

  @Test
  @Rule({"VOLUME-1", "VOLUME-9", "VOLUME-17", "MOUNT-15"})
  void keepsDataInAVolumeFromOneContainerToTheNext() throws InterruptedException {
    MountSpec volume =
        new MountSpec(MountSpec.Kind.VOLUME, "data", "/bin/x/..//", false, List.of());
    MountSpec elsewhere = new MountSpec(MountSpec.Kind.VOLUME, "data", "/d", true, List.of());

    assertPasses(aContainer().mounts(volume), "test -e /bin/sh", "echo kept > /bin/mine");
    assertPasses(
        aContainer().mounts(elsewhere),
        "test -e /d/sh",
        "test $(cat /d/mine) = kept",
        "! touch /d/x 2>/dev/null");

    assertThat(engine.volumes().list(TenantId.DEFAULT))
        .extracting(VolumeRecord::name)
        .containsExactly("data");
  }

  @Test
  void knowsWhatFilledAVolumeAndWhatFillingItAnewWouldChange() throws InterruptedException {
    MountSpec volume = new MountSpec(MountSpec.Kind.VOLUME, "data", "/bin", false, List.of());
    assertPasses(aContainer().mounts(volume), "echo mine > /bin/mine");
    Volumes volumes = engine.volumes();

    Origin origin = volumes.origin(TenantId.DEFAULT, "data").orElseThrow();
    ReseedPlan plan = volumes.reseedPlan(TenantId.DEFAULT, "data");

    assertThat(origin)
        .isInstanceOfSatisfying(
            Origin.CopyUp.class,
            copyUp -> {
              assertThat(copyUp.reference()).isEqualTo(Busybox.REFERENCE);
              assertThat(copyUp.run()).isEqualTo(1);
            });
    assertThat(plan.lost().paths()).containsExactly("mine");
    assertThat(plan.kept()).isEqualTo(plan.copied());
    assertThat(plan.kept().entries()).isPositive();
  }

  @Test
  @Rule("USERVOLUMES-4")
  void hasMemoryAndDirectoriesOfTheHostAsAskedFor() throws IOException, InterruptedException {
    Path host = Files.createDirectory(directory.resolve("host"));
    Files.writeString(host.resolve("file"), "content");
    List<String> small = List.of("size=64k", "mode=0710", "noatime");
    MountSpec memory = new MountSpec(MountSpec.Kind.TMPFS, null, "/t", false, small);
    MountSpec follower =
        new MountSpec(MountSpec.Kind.BIND, host.toString(), "/h", true, List.of("rslave"));
    Mounts.bind(host, host);
    Mounts.mount("none", host, "none", MS_SHARED, null);
    try {
      assertPasses(
          aContainer().mounts(memory, follower),
          "grep -q ' /t tmpfs rw,nosuid,nodev,noexec,noatime.*size=64k,mode=710' /proc/mounts",
          "! dd if=/dev/zero of=/t/x bs=1k count=80 2>/dev/null",
          "test $(cat /h/file) = content",
          "! touch /h/x 2>/dev/null",
          "grep -q ' /h .* master:' /proc/self/mountinfo");
    } finally {
      Mounts.unmount(host, MountFlags.MNT_DETACH);
    }
  }

  @Test
  @Rule("LABELS-4")
  void mayWriteToWhatItsUserIsGiven() throws IOException, InterruptedException {
    Path host = Files.createDirectories(directory.resolve("host/below")).resolveSibling("");
    MountSpec plain = new MountSpec(MountSpec.Kind.BIND, host.toString(), "/h", false, List.of());
    MountSpec given =
        new MountSpec(MountSpec.Kind.BIND, host.toString(), "/h", false, List.of("U"));

    assertPasses(aContainer().user("1000:1000").mounts(plain), "! touch /h/below/x 2>/dev/null");
    assertPasses(aContainer().user("1000:1000").mounts(given), "touch /h/below/x");
  }

  @Test
  void seesAPartOfAVolume() throws InterruptedException {
    MountSpec whole = new MountSpec(MountSpec.Kind.VOLUME, "data", "/d", false, List.of());
    MountSpec part =
        new MountSpec(MountSpec.Kind.VOLUME, "data", "/p", true, List.of("subpath=sub/x"));

    assertPasses(aContainer().mounts(whole), "mkdir -p /d/sub/x", "echo part > /d/sub/x/file");

    assertPasses(
        aContainer().mounts(part),
        "test $(cat /p/file) = part",
        "test $(ls /p) = file",
        "! touch /p/x 2>/dev/null");
  }

  private static ContainerSpec.Builder aContainer() {
    return ContainerSpec.builder(Busybox.REFERENCE).network(NetworkSpec.of(NetworkSpec.Mode.NONE));
  }

  /** Runs the checks in one container; the exit code is the number of the first that fails. */
  private void assertPasses(ContainerSpec.Builder spec, String... checks)
      throws InterruptedException {
    StringBuilder script = new StringBuilder();
    for (int i = 0; i < checks.length; i++) {
      script.append("{ ").append(checks[i]).append("; } || exit ").append(i + 1).append('\n');
    }
    ContainerId id = ContainerId.random(new SecureRandom());
    engine.create(
        TenantId.DEFAULT,
        id,
        "c-" + id.shortId(),
        spec.command("sh", "-c", script.toString()).build());
    engine.start(id);
    int failed = engine.waitForExit(id, 1, LONG).code();
    engine.remove(id, REMOVE);
    assertThat(failed).as(failed == 0 ? "" : checks[Math.min(failed, checks.length) - 1]).isZero();
  }
}
