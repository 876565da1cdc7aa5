package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.Resources;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.lifecycle.RemoveOptions;
import io.gantry.engine.lifecycle.StopOutcome;
import io.gantry.engine.linux.PidFd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real containers, from their creation to their removal. */
@RequiresHost({"root", "runc", "conmon", "busybox"})
class EngineIT {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final RemoveOptions FORCE = new RemoveOptions(true, true, Duration.ZERO, "test");

  private Path directory;
  private Engine engine;
  private int created;

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

  private ContainerId create(UnaryOperator<ContainerSpec.Builder> fields, String... command) {
    ContainerId id = ContainerId.random(new SecureRandom());
    ContainerSpec.Builder spec =
        ContainerSpec.builder(Busybox.REFERENCE)
            .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
            .command(command);
    engine.create(TenantId.DEFAULT, id, "c" + ++created, fields.apply(spec).build());
    return id;
  }

  private ContainerId create(String... command) {
    return create(spec -> spec, command);
  }

  @Test
  @Rule({"STORAGE-8", "STORAGE-10", "STORAGE-11"})
  void makesWhatBelongsToAContainerUnderItsId() throws IOException {
    ContainerId id = create("true");

    Path bundle = directory.resolve("home/containers").resolve(id.value());
    assertThat(engine.inspect(id).config().staticDir()).isEqualTo(bundle).isDirectory();
    assertThat(engine.inspect(id).config().runDir())
        .isEqualTo(directory.resolve("run/containers").resolve(id.value()))
        .isDirectory();
    assertThat(directory.resolve("home/storage").resolve(id.value())).isDirectory();
    assertThat(engine.inspect(id).config().image().names()).contains(Busybox.REFERENCE);
    Path artifacts = bundle.resolve("artifacts");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(artifacts)))
        .isEqualTo("rwxr-xr-x");
  }

  @Test
  @Rule({"STORAGE-1", "STORAGE-11", "STORAGE-17"})
  void leavesNothingOfWhatCannotBeCreated() {
    create("true");
    ContainerSpec good = ContainerSpec.builder(Busybox.REFERENCE).build();
    ContainerSpec imageless = ContainerSpec.builder("localhost/nothing:none").build();

    assertRefused(ErrorCode.NO_SUCH_IMAGE, "other", imageless);
    assertRefused(ErrorCode.NAME_DUPLICATE, "c1", good);
    for (String name : List.of("", "-a", "a b", "a/b", "a\n", "../x")) {
      assertRefused(ErrorCode.INVALID_ARGUMENT, name, good);
    }
  }

  private void assertRefused(ErrorCode code, String name, ContainerSpec spec) {
    ContainerId id = ContainerId.random(new SecureRandom());
    assertThatThrownBy(() -> engine.create(TenantId.DEFAULT, id, name, spec))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).as(name).isEqualTo(code));
    assertThat(engine.find(id)).isEmpty();
    for (String parent : List.of("home/containers", "home/storage", "run/containers")) {
      assertThat(directory.resolve(parent).resolve(id.value())).doesNotExist();
    }
  }

  @Test
  void tellsTheExitCode() throws InterruptedException {
    ContainerId id = create("sh", "-c", "exit 42");

    engine.start(id);

    ExitRecord exit = engine.waitForExit(id, 1, LONG);
    assertThat(exit.code()).isEqualTo(42);
    assertThat(exit.cause()).isEqualTo(ExitCause.ENDED);
    assertThat(exit.duration()).isBetween(Duration.ZERO, LONG);
    engine.remove(id, FORCE);
    assertThat(engine.find(id)).isEmpty();
  }

  @Test
  @Rule({"EXITCODES-8", "EXITCODES-9"})
  void tellsACommandThatIsNotThere() throws InterruptedException {
    ContainerId id = create("/bin/no-such-program");

    assertThatThrownBy(() -> engine.start(id))
        .isInstanceOfSatisfying(
            GantryException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_NOT_FOUND));

    ExitRecord exit = engine.waitForExit(id, 1, LONG);
    assertThat(exit.code()).isEqualTo(127);
    assertThat(exit.cause()).isEqualTo(ExitCause.START_FAILED);
  }

  @Test
  @Rule({"EXITCODES-8", "EXITCODES-9"})
  void tellsACommandThatMayNotBeRun() throws InterruptedException {
    ContainerId id = create("/bin/text");

    assertThatThrownBy(() -> engine.start(id)).isInstanceOf(GantryException.class);

    assertThat(engine.waitForExit(id, 1, LONG).code()).isEqualTo(126);
  }

  @Test
  void stopsWithKillAfterTheGrace() throws InterruptedException {
    ContainerId id = create("sleep", "1000");
    engine.start(id);

    StopOutcome outcome = engine.stop(id, Duration.ofMillis(100), "somebody");

    assertThat(outcome).isInstanceOf(StopOutcome.Stopped.class);
    ExitRecord exit = engine.waitForExit(id, 1, LONG);
    assertThat(exit.code()).isEqualTo(137);
    assertThat(exit.cause()).isEqualTo(ExitCause.REQUESTED);
    assertThat(exit.requestedBy()).isEqualTo("somebody");
  }

  @Test
  @Rule({"MONITOR-11", "EXIT-7"})
  void believesTheMonitorThatMemoryRanOut() throws Exception {
    ContainerId id = create("sleep", "1000");
    engine.start(id);
    var container = engine.inspect(id);
    Files.createFile(container.config().staticDir().resolve("oom"));

    PidFd.signal(Objects.requireNonNull(container.record().process()), 9);

    ExitRecord exit = engine.waitForExit(id, 1, LONG);
    assertThat(exit.outOfMemory()).isTrue();
    assertThat(exit.cause()).isEqualTo(ExitCause.OUT_OF_MEMORY);
    assertThat(exit.evidence()).contains("monitor");
  }

  @Test
  @Rule({"PAUSE-4", "PAUSE-6", "PAUSE-8", "REMOVAL-6"})
  void freezesThawsAndRemovesWhatIsFrozen() {
    ContainerId id = create("sleep", "1000");
    engine.start(id);

    engine.pause(id);
    engine.unpause(id);
    engine.pause(id);
    assertThat(engine.inspect(id).record().state()).isEqualTo(ContainerState.PAUSED);
    engine.remove(id, FORCE);

    assertThat(engine.find(id)).isEmpty();
  }

  @Test
  @RequiresHost({"netavark", "iptables"})
  void connectsToTheTenantsNetwork() throws InterruptedException {
    ContainerId id =
        create(
            spec -> spec.network(NetworkSpec.BRIDGE),
            "sh",
            "-c",
            "test -e /sys/class/net/eth0 && exit 3");

    engine.start(id);

    assertThat(engine.waitForExit(id, 1, LONG).code()).isEqualTo(3);
  }

  @Test
  void keepsAVolumeBeyondItsContainers() throws InterruptedException {
    MountSpec volume = new MountSpec(MountSpec.Kind.VOLUME, "data", "/data", false, null);
    ContainerId writer = create(spec -> spec.mounts(volume), "sh", "-c", "echo 7 > /data/code");
    engine.start(writer);
    engine.waitForExit(writer, 1, LONG);
    engine.remove(writer, FORCE);
    ContainerId reader = create(spec -> spec.mounts(volume), "sh", "-c", "exit $(cat /data/code)");

    engine.start(reader);

    assertThat(engine.waitForExit(reader, 1, LONG).code()).isEqualTo(7);
  }

  @Test
  void givesTheContainerItsNames() throws InterruptedException {
    ContainerId id =
        create(
            spec -> spec.hostname("worker"),
            "sh",
            "-c",
            "[ $(cat /etc/hostname) = worker ] && test -d /dev/shm && exit 5");

    engine.start(id);

    assertThat(engine.waitForExit(id, 1, LONG).code()).isEqualTo(5);
  }

  @Test
  void changesLimitsWhileItRunsAndRefusesWhatAreNone() {
    ContainerId id = create("sleep", "1000");
    engine.start(id);

    engine.update(id, withMemory(id, 64L << 20));

    assertThat(engine.stats(id).memoryLimitBytes()).isEqualTo(64L << 20);
    assertThatThrownBy(() -> engine.update(id, withMemory(id, 1)))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    assertThat(engine.inspect(id).config().spec().resources().memoryBytes()).isEqualTo(64L << 20);
  }

  private ContainerSpec withMemory(ContainerId id, long bytes) {
    return engine.inspect(id).config().spec().toBuilder()
        .resources(new Resources(bytes, null, null, null, null, null, null, null))
        .build();
  }

  @Test
  void restartsUnderANewRun() throws InterruptedException {
    ContainerId id = create("sleep", "1000");
    engine.start(id);

    engine.restart(id, Duration.ZERO, "somebody");

    assertThat(engine.inspect(id).record().state()).isEqualTo(ContainerState.RUNNING);
    assertThat(engine.inspect(id).record().run()).isEqualTo(2);
    assertThat(engine.waitForExit(id, 1, LONG).code()).isEqualTo(137);
  }
}
