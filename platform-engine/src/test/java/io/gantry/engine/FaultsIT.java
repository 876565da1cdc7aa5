package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.lifecycle.RemoveOptions;
import io.gantry.engine.linux.PidFd;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.state.ContainerRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What breaks around the engine: it says what is so, other containers go on, and stopping and
 * removing still work.
 */
@RequiresHost({"root", "runc", "conmon", "busybox"})
class FaultsIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final RemoveOptions FORCE = new RemoveOptions(true, true, Duration.ZERO, "test");
  private static final int SIGKILL = 9;

  /**
   * Waits with the start of a container while a file of its id is there, and fails with another.
   * With a third the monitor gets no processor for a while. With a fourth the runtime is killed
   * when the started command has ended.
   */
  private static final String RUNTIME =
      """
      #!/bin/sh
      for word; do case $word in start) start=yes;; create) create=yes;; esac; id=$word; done
      if [ "$create" ] && [ -e "$(dirname "$0")/starve" ]; then
        kill -STOP $PPID
        /bin/busybox sh -c "sleep 4; kill -CONT $PPID" >/dev/null 2>&1 </dev/null &
      fi
      if [ "$start" ]; then
        while [ -e "$(dirname "$0")/hang-$id" ]; do sleep 0.05; done
        [ -e "$(dirname "$0")/fail-$id" ] && { echo broken >&2; exit 1; }
        if [ -e "$(dirname "$0")/late-$id" ]; then
          (PATH=${PATH#*:} exec runc "$@")
          while [ -e "$(dirname "$0")/late-$id" ]; do sleep 0.05; done
          kill -KILL $$
        fi
      fi
      PATH=${PATH#*:} exec runc "$@"
      """;

  private final Path directory;
  private final Path programs;
  private Engine engine;

  FaultsIT(@TempDir Path temporary) throws IOException {
    directory = temporary.toRealPath();
    programs = Files.createDirectory(directory.resolve("programs"));
    Path runtime = Files.writeString(programs.resolve("runc"), RUNTIME);
    Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwx------"));
    engine = Engine.open(config());
  }

  @BeforeEach
  void importImage() {
    Busybox.importInto(engine.images());
  }

  @AfterEach
  void purge() {
    engine.purge();
    engine.close();
    assertThat(Remains.in(directory)).isEmpty();
  }

  private EngineConfig config() {
    EngineConfig base =
        EngineConfig.of(directory.resolve("home"), directory.resolve("run")).withMostParked(0);
    Map<String, String> environment = new HashMap<>(base.environment());
    environment.merge("PATH", programs.toString(), (path, first) -> first + ":" + path);
    return base.withEnvironment(environment);
  }

  private ContainerId create(String... command) {
    ContainerId id = ContainerId.random(new SecureRandom());
    ContainerSpec spec =
        ContainerSpec.builder(Busybox.REFERENCE)
            .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
            .command(command)
            .build();
    engine.create(TenantId.DEFAULT, id, "c-" + id.shortId(), spec);
    return id;
  }

  private ContainerId running() {
    ContainerId id = create("sleep", "1000");
    engine.start(id);
    return id;
  }

  private ContainerRecord record(ContainerId id) {
    return engine.inspect(id).record();
  }

  private void await(ContainerId id, ContainerState state) {
    Eventually.until("state " + state, () -> record(id).state() == state);
  }

  private static void kill(ProcessIdentity process) throws IOException {
    try (PidFd alive = PidFd.open(process).orElseThrow()) {
      alive.signal(SIGKILL);
      alive.waitForEnd(LONG);
    }
  }

  private void killMonitor(ContainerId id) throws IOException {
    kill(Objects.requireNonNull(record(id).monitor()));
  }

  @Test
  @Rule({"START-2", "START-11"})
  void goesOnWithTheOthersWhileTheRuntimeHangs() throws IOException {
    ContainerId hanging = create("sleep", "1000");
    Path mark = Files.createFile(programs.resolve("hang-" + hanging));
    CompletableFuture<Void> start = CompletableFuture.runAsync(() -> engine.start(hanging));
    await(hanging, ContainerState.CREATED);

    ContainerId other = running();
    var unused = engine.stop(other, Duration.ZERO, "test");
    engine.remove(other, FORCE);
    assertThat(start).isNotDone();

    Path broken = Files.createFile(programs.resolve("fail-" + hanging));
    Files.delete(mark);
    assertThatThrownBy(start::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME));
    assertThat(engine.exit(hanging, 1).join().cause()).isEqualTo(ExitCause.START_FAILED);

    Files.delete(broken);
    engine.start(hanging);
    assertThat(record(hanging).run()).isEqualTo(2);
    engine.remove(hanging, FORCE);
  }

  @Test
  @Rule({"START-12", "CLEANUP-RUNTIME-3"})
  void hasOneRowWhenTheRuntimeIsKilledAfterItStartedTheCommand() throws IOException {
    ContainerId id = create("sh", "-c", "exit 42");
    Path mark = Files.createFile(programs.resolve("late-" + id));
    CompletableFuture<Void> start = CompletableFuture.runAsync(() -> engine.start(id));
    Path exitFile = directory.resolve("run/exits").resolve(id.value());
    Eventually.until("the exit file", () -> Files.exists(exitFile));

    Files.delete(mark);
    assertThatThrownBy(start::join).hasCauseInstanceOf(GantryException.class);

    ExitRecord exit = engine.exit(id, 1).join();
    assertThat(exit.cause()).isEqualTo(ExitCause.START_FAILED);
    assertThat(exit.evidence()).endsWith("its process ended with code 42");
    assertThat(record(id).run()).isEqualTo(1);
  }

  @Test
  @Rule({"MONITOR-6", "INIT-3"})
  void waitsForAMonitorThatGetsNoProcessor() throws IOException {
    ContainerId id = create("sleep", "1000");
    Path mark = Files.createFile(programs.resolve("starve"));

    engine.start(id);

    assertThat(record(id).state()).isEqualTo(ContainerState.RUNNING);
    Files.delete(mark);
    engine.remove(id, FORCE);
  }

  @Test
  @Rule("SAVE-3")
  void saysThatItsDiskIsReadOnlyAndGoesOnWhenItIsNot() throws Exception {
    ContainerId id = running();
    engine.close();
    String home = directory.resolve("home").toString();
    run("mount", "--bind", home, home);
    run("mount", "-o", "remount,bind,ro", home);
    try {
      assertThatThrownBy(() -> Engine.open(config())).isInstanceOf(GantryException.class);
    } finally {
      run("umount", home);
    }

    engine = Engine.open(config());

    assertThat(record(id).state()).isEqualTo(ContainerState.RUNNING);
    var unused = engine.stop(id, Duration.ZERO, "test");
    assertThat(engine.exit(id, 1).join().code()).isEqualTo(128 + SIGKILL);
    engine.remove(id, FORCE);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  @Test
  @Rule({"STOP-13", "MONITOR-10"})
  void startsWhatLostItsMonitorBeforeItsStart() throws IOException {
    ContainerId other = running();
    ContainerId id = create("sleep", "1000");
    engine.init(id);
    killMonitor(id);

    engine.start(id);

    assertThat(record(id).state()).isEqualTo(ContainerState.RUNNING);
    assertThat(record(id).run()).isEqualTo(1);
    assertThat(record(other).state()).isEqualTo(ContainerState.RUNNING);
    engine.remove(id, FORCE);
  }

  @Test
  @Rule({"STOP-13", "EXIT-11"})
  void endsWhatLosesItsMonitorWhileItIsPaused() throws IOException {
    ContainerId other = running();
    ContainerId id = running();
    engine.pause(id);

    killMonitor(id);
    await(id, ContainerState.EXITED);

    assertThat(engine.exit(id, 1).join().code()).isEqualTo(-1);
    assertThat(engine.exit(id, 1).join().cause()).isEqualTo(ExitCause.UNKNOWN);
    assertThat(record(other).state()).isEqualTo(ContainerState.RUNNING);
    engine.remove(id, FORCE);
  }

  @Test
  @Rule({"STOP-13", "STOP-6"})
  void endsWhatLosesItsMonitorWhileItIsStopped() throws IOException {
    ContainerId other = running();
    ContainerId id = running();
    CompletableFuture<?> stop = CompletableFuture.supplyAsync(() -> engine.stop(id, LONG, "test"));
    await(id, ContainerState.STOPPING);

    killMonitor(id);
    Eventually.until("the stop ends", stop::isDone);
    await(id, ContainerState.EXITED);

    assertThat(engine.exit(id, 1).join().code()).isEqualTo(-1);
    assertThat(record(other).state()).isEqualTo(ContainerState.RUNNING);
    engine.remove(id, FORCE);
  }

  @Test
  @Rule({"REFRESH-2", "REFRESH-9"})
  void beginsAnewWithAnEmptyRunDirectory() throws Exception {
    ContainerId id = running();
    ContainerRecord before = record(id);
    engine.close();
    kill(Objects.requireNonNull(before.monitor()));
    kill(Objects.requireNonNull(before.process()));
    for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo")).reversed()) {
      String target = line.split(" ", -1)[4];
      if (target.startsWith(directory + "/")) {
        run("umount", "-l", target);
      }
    }
    run("rm", "-r", directory.resolve("run").toString());

    engine = Engine.open(config());

    assertThat(record(id).state()).isEqualTo(ContainerState.CONFIGURED);
    assertThat(engine.exit(id, 1).join().cause()).isEqualTo(ExitCause.HOST_RESTART);
    engine.start(id);
    assertThat(record(id).run()).isEqualTo(2);
    engine.remove(id, FORCE);
  }
}
