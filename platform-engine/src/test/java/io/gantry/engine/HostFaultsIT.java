package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.exec.DetachKeys;
import io.gantry.engine.exec.ExecSession;
import io.gantry.engine.exec.ExecSpec;
import io.gantry.engine.lifecycle.RemoveOptions;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.linux.PidFd;
import io.gantry.engine.state.ContainerRecord;
import io.gantry.engine.volume.VolumeSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a host can lack while containers run: a disk that takes writes, descriptors, processes, a
 * file system that answers. The engine says what is so, other containers go on, stopping and
 * removing work as soon as they can, and afterwards all is as it was.
 */
@Timeout(180)
@RequiresHost({"root", "runc", "conmon", "busybox"})
class HostFaultsIT {
  private static final int KILLED = 137;
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final RemoveOptions FORCE = new RemoveOptions(true, true, Duration.ZERO, "test");

  private final Path directory;
  private final Path home;
  private Engine engine;

  HostFaultsIT(@TempDir Path temporary) throws IOException {
    directory = temporary.toRealPath();
    home = Files.createDirectory(directory.resolve("home"));
    engine = Engine.open(config());
  }

  @BeforeEach
  void importImage() {
    Busybox.importInto(engine.images());
  }

  @AfterEach
  void purge() throws Exception {
    try {
      engine.purge();
    } finally {
      engine.close();
      if (Mounts.isMountPoint(home)) {
        run("umount", "-R", "-l", home.toString());
      }
    }
    assertThat(Remains.in(directory)).isEmpty();
  }

  private EngineConfig config() {
    return EngineConfig.of(home, directory.resolve("run")).withMostParked(0);
  }

  private ContainerId create(UnaryOperator<ContainerSpec.Builder> fields) {
    ContainerId id = ContainerId.random(new SecureRandom());
    ContainerSpec.Builder spec =
        ContainerSpec.builder(Busybox.REFERENCE)
            .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
            .command("sleep", "1000");
    engine.create(TenantId.DEFAULT, id, "c-" + id.shortId(), fields.apply(spec).build());
    return id;
  }

  private ContainerId running() {
    ContainerId id = create(spec -> spec);
    engine.start(id);
    return id;
  }

  private ContainerRecord record(ContainerId id) {
    return engine.inspect(id).record();
  }

  private boolean runs(ContainerId id) {
    return record(id).state() == ContainerState.RUNNING
        && Objects.requireNonNull(record(id).process()).isAlive();
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** So that every class the engine needs is there before nothing can be opened. */
  private void wholeLife() throws Exception {
    ContainerId id = running();
    try (ExecSession session = engine.exec(id, ExecSpec.of("true"))) {
      assertThat(session.exit().get(LONG.toSeconds(), TimeUnit.SECONDS)).isZero();
    }
    var unused = engine.stop(id, Duration.ZERO, "test");
    engine.remove(id, FORCE);
    assertThatThrownBy(() -> engine.start(id)).isInstanceOf(GantryException.class);
  }

  /** Tries it; fails with anything but an error of the engine's own. */
  private static List<GantryException> failures(Runnable... works) {
    List<GantryException> failures = new ArrayList<>();
    for (Runnable work : works) {
      try {
        work.run();
      } catch (GantryException e) {
        failures.add(e);
      }
    }
    return failures;
  }

  private static String told(Throwable failure) {
    StringBuilder told = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      told.append(cause.getMessage()).append('\n');
    }
    return told.toString();
  }

  private void isAsBefore() throws Exception {
    for (ContainerInspect container : engine.list()) {
      if (container.record().state() != ContainerState.RUNNING) {
        engine.start(container.id());
      }
      assertThat(runs(container.id())).isTrue();
      engine.remove(container.id(), FORCE);
    }
    wholeLife();
  }

  @Test
  @Rule({"START-11", "EXEC-4", "STORAGE-1"})
  void saysThatThereAreNoDescriptorsAndGoesOnWhenThereAre() throws Exception {
    wholeLife();
    ContainerId other = running();
    ContainerId stopped = create(spec -> spec);
    for (int left = 0; left < 40; left += 3) {
      ContainerId ended = running();
      List<GantryException> failures;
      try (Scarcity scarcity = Scarcity.ofDescriptors(left)) {
        assertThat(scarcity).isNotNull();
        failures =
            failures(
                () -> engine.start(stopped),
                () -> engine.exec(other, ExecSpec.of("true")).close(),
                () -> create(spec -> spec),
                () -> engine.stop(ended, Duration.ZERO, "test"));
      }
      assertThat(failures)
          .as("with %d left", left)
          .allSatisfy(e -> assertThat(e.code()).isNotNull());
      if (left == 0) {
        assertThat(failures).isNotEmpty();
        assertThat(told(failures.getFirst())).containsIgnoringCase("open files");
      }
      assertThat(runs(other)).isTrue();
      engine.remove(ended, FORCE);
      if (record(stopped).state() == ContainerState.RUNNING) {
        var unused = engine.stop(stopped, Duration.ZERO, "test");
      }
    }

    isAsBefore();
  }

  @Test
  @Rule({"START-11", "EXEC-4"})
  void saysThatThereAreNoProcessesAndStopsAndRemoves() throws Exception {
    assumeTrue(Scarcity.canTakeProcesses());
    wholeLife();
    ContainerId other = running();
    ContainerId ended = running();
    ContainerId idle = create(spec -> spec);
    try (Scarcity scarcity = Scarcity.ofProcesses()) {
      assertThat(scarcity).isNotNull();
      assertThatThrownBy(() -> engine.start(idle))
          .isInstanceOf(GantryException.class)
          .satisfies(e -> assertThat(told(e)).contains("end processes, or raise their limit"));
      assertThatThrownBy(() -> engine.exec(other, ExecSpec.of("true")))
          .isInstanceOf(GantryException.class);
      assertThatThrownBy(() -> engine.attach(other, DetachKeys.none()))
          .isInstanceOf(GantryException.class)
          .satisfies(e -> assertThat(told(e)).contains("raise their limit"));

      var unused = engine.stop(ended, Duration.ZERO, "test");

      assertThat(engine.exit(ended, 1).join().code()).isEqualTo(KILLED);
      assertThat(runs(other)).isTrue();
    }
    assertThat(failures(() -> engine.remove(ended, FORCE))).isEmpty();

    isAsBefore();
  }

  @Test
  @Rule({"VOLUME-13", "START-11"})
  void saysThatAFileSystemDoesNotAnswer() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/fuse")));
    Path silent = Files.createDirectory(directory.resolve("silent"));
    ContainerId other = running();
    MountSpec volume = new MountSpec(MountSpec.Kind.VOLUME, "silent", "/data", false, null);
    MountSpec bind = new MountSpec(MountSpec.Kind.BIND, silent.toString(), "/data", false, null);
    VolumeSpec shown = VolumeSpec.local(Map.of("device", silent.toString(), "o", "bind"));
    engine.volumes().create(TenantId.DEFAULT, "silent", shown);
    ContainerId binding = create(spec -> spec.mounts(bind));
    ContainerId using = create(spec -> spec.mounts(volume));
    try (SilentFileSystem fileSystem = SilentFileSystem.over(silent)) {
      assertThat(fileSystem).isNotNull();
      for (ContainerId id : List.of(binding, using)) {
        assertThatThrownBy(() -> engine.start(id))
            .hasMessageContaining(silent + " does not answer")
            .isInstanceOfSatisfying(
                GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT));
      }
      assertThatThrownBy(() -> engine.volumes().create(TenantId.DEFAULT, "another", shown))
          .isInstanceOf(GantryException.class);
      var unused = engine.stop(other, Duration.ZERO, "test");
      engine.remove(other, FORCE);
    }

    isAsBefore();
  }

  @Test
  @RequiresHost("mkfs.ext4")
  @Rule({"SAVE-2", "EXIT-11", "STORAGE-1"})
  void saysThatItsDiskTakesNoWritesAndInventsNoExit() throws Exception {
    engine.purge();
    engine.close();
    Path disk = directory.resolve("disk");
    run("truncate", "-s", "128M", disk.toString());
    run("mkfs.ext4", "-q", disk.toString());
    run("mount", "-o", "loop", disk.toString(), home.toString());
    engine = Engine.open(config());
    importImage();
    ContainerId stopped = running();
    ContainerId ended = running();

    run("mount", "-o", "remount,abort", home.toString());
    for (Runnable work :
        List.<Runnable>of(
            () -> engine.stop(stopped, Duration.ZERO, "test"), () -> create(spec -> spec))) {
      assertThatThrownBy(work::run)
          .isInstanceOf(GantryException.class)
          .satisfies(e -> assertThat(told(e)).contains("mount it again"));
    }
    assertThat(runs(stopped)).isTrue();
    for (ContainerId id : List.of(stopped, ended)) {
      ContainerRecord record = record(id);
      PidFd.signal(Objects.requireNonNull(record.process()), 9);
      Eventually.until(
          "its monitor has ended", () -> !Objects.requireNonNull(record.monitor()).isAlive());
    }
    engine.close();
    run("umount", "-R", "-l", home.toString());
    Eventually.until("the disk is free", () -> isFree(disk));
    run("sh", "-c", "fsck.ext4 -p " + disk + "; test $? -le 1");
    run("mount", "-o", "loop", disk.toString(), home.toString());
    engine = Engine.open(config());

    for (ContainerId id : List.of(stopped, ended)) {
      ExitRecord exit = engine.exit(id, 1).get(LONG.toSeconds(), TimeUnit.SECONDS);
      assertThat(exit.code()).as("the monitor could write nothing down").isEqualTo(-1);
      assertThat(exit.evidence()).contains("monitor");
    }
    isAsBefore();
  }

  private static boolean isFree(Path disk) {
    try (Stream<Path> devices = Files.list(Path.of("/sys/block"))) {
      return devices
          .map(device -> device.resolve("loop/backing_file"))
          .filter(Files::exists)
          .noneMatch(file -> reads(file, disk));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean reads(Path file, Path disk) {
    try {
      return Files.readString(file).strip().equals(disk.toString());
    } catch (IOException e) {
      return false; // it was freed meanwhile
    }
  }
}
