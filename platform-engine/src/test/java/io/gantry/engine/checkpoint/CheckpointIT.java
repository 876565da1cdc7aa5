package io.gantry.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Busybox;
import io.gantry.engine.Engine;
import io.gantry.engine.EngineConfig;
import io.gantry.engine.Eventually;
import io.gantry.engine.Remains;
import io.gantry.engine.Rule;
import io.gantry.engine.state.CheckpointStatus.Phase;
import io.gantry.engine.state.ContainerRecord;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real containers written to the disk, and brought back in their place. */
@RequiresHost({"root", "runc", "conmon", "busybox", "criu"})
class CheckpointIT {
  /** Counts in its memory; what it counted last is in a file. */
  static final String COUNTER =
      "n=0; while :; do n=$((n+1)); echo $n > /data/new; busybox mv /data/new /data/n;"
          + " busybox sleep 0.05; done";

  /** Sends itself what it counts, by a connection, and notes what comes back. */
  private static final String ECHO =
      "busybox nc -l -p 4321 -e busybox cat & busybox sleep 0.3;"
          + " (n=0; while :; do n=$((n+1)); echo $n; busybox sleep 0.05; done)"
          + " | busybox nc 127.0.0.1 4321"
          + " | while read n; do echo $n > /data/new; busybox mv /data/new /data/n; done";

  private static final String LOADER = "/lib64/ld-linux-x86-64.so.2";
  private static final String LIBRARIES = "/lib/x86_64-linux-gnu";

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

  private ContainerId run(UnaryOperator<ContainerSpec.Builder> fields, String script) {
    ContainerId id = ContainerId.random(new SecureRandom());
    ContainerSpec.Builder spec =
        ContainerSpec.builder(Busybox.REFERENCE)
            .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
            .command("sh", "-c", script);
    engine.create(TenantId.DEFAULT, id, "c" + id.shortId(), fields.apply(spec).build());
    engine.start(id);
    return id;
  }

  private ContainerId counter() {
    ContainerId id = run(spec -> spec, COUNTER);
    Eventually.until("it counts", () -> counted(id) > 2);
    return id;
  }

  private long counted(ContainerId id) {
    Path file = directory.resolve("home/storage").resolve(id.value()).resolve("upper/data/n");
    try {
      return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private ContainerRecord record(ContainerId id) {
    return engine.inspect(id).record();
  }

  private String pid(ContainerId id) {
    return Integer.toString(Objects.requireNonNull(record(id).process()).pid());
  }

  private Path bundle(ContainerId id) {
    return directory.resolve("home/containers").resolve(id.value());
  }

  @Test
  @Rule({"CHECKPOINT-6", "CHECKPOINT-9", "CHECKPOINT-10", "CHECKPOINT-12", "CHECKPOINT-14"})
  void goesOnWhereItsCheckpointLeftIt() throws InterruptedException {
    ContainerId id = counter();

    Optional<DumpStatistics> dumped =
        engine.checkpoints().checkpoint(id, CheckpointOptions.DEFAULT.by("somebody"));

    assertThat(record(id).state()).isEqualTo(ContainerState.EXITED);
    assertThat(record(id).isIn(Phase.CHECKPOINTED)).isTrue();
    ExitRecord exit = engine.waitForExit(id, 1, Duration.ofSeconds(1));
    assertThat(exit.code()).isEqualTo(137);
    assertThat(exit.cause()).isEqualTo(ExitCause.REQUESTED);
    assertThat(exit.requestedBy()).isEqualTo("somebody");
    assertThat(exit.evidence()).contains("checkpoint");
    assertThat(dumped).hasValueSatisfying(counts -> assertThat(counts.pagesWritten()).isPositive());
    assertThat(bundle(id).resolve("checkpoint/inventory.img")).isRegularFile();
    for (String gone : new String[] {"dump.log", "stats-dump", "config.dump", "spec.dump"}) {
      assertThat(bundle(id).resolve(gone)).doesNotExist();
    }
    long before = counted(id);

    Optional<RestoreStatistics> restored = engine.checkpoints().restore(id, RestoreOptions.DEFAULT);

    assertThat(record(id).state()).isEqualTo(ContainerState.RUNNING);
    assertThat(record(id).run()).isEqualTo(2);
    assertThat(record(id).isIn(Phase.RESTORED)).isTrue();
    assertThat(restored)
        .hasValueSatisfying(counts -> assertThat(counts.pagesRestored()).isPositive());
    Eventually.until("it counts on", () -> counted(id) > before);
    assertThat(Path.of("/proc", pid(id), "net/fib_trie"))
        .content()
        .as("addresses of its loopback")
        .contains("127.0.0.1");
    assertThat(bundle(id).resolve("checkpoint")).doesNotExist();
    engine.stop(id, Duration.ZERO, "somebody");
    assertThat(engine.waitForExit(id, 2, Duration.ofSeconds(5)).code()).isEqualTo(137);
  }

  @Test
  @Rule("CHECKPOINT-9")
  void runsOnIfAskedTo() {
    ContainerId id = counter();
    Object process = Objects.requireNonNull(record(id).process());

    var unused =
        engine
            .checkpoints()
            .checkpoint(id, CheckpointOptions.DEFAULT.keepingRunning().keepingFiles());

    assertThat(record(id).state()).isEqualTo(ContainerState.RUNNING);
    assertThat(record(id).process()).isEqualTo(process);
    assertThat(record(id).checkpoint()).isNull();
    long then = counted(id);
    Eventually.until("it counts on", () -> counted(id) > then);
    assertThat(bundle(id).resolve("dump.log")).isNotEmptyFile();
  }

  /** Its processes are connected to each other, which CRIU does not write without being asked. */
  private ContainerId connected(NetworkSpec network) {
    ContainerId id = run(spec -> spec.network(network), ECHO);
    Eventually.until("its echo comes back", () -> counted(id) > 2);
    return id;
  }

  @Test
  void tellsWhatCriuSaysAndRunsOnIfItCannotBeWritten() {
    ContainerId id = connected(NetworkSpec.of(NetworkSpec.Mode.NONE));
    Object process = Objects.requireNonNull(record(id).process());

    assertThatThrownBy(() -> engine.checkpoints().checkpoint(id, CheckpointOptions.DEFAULT))
        .isInstanceOfSatisfying(
            GantryException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME);
              assertThat(e).hasMessageContaining("tcp-established");
            });

    assertThat(record(id).state()).isEqualTo(ContainerState.RUNNING);
    assertThat(record(id).process()).isEqualTo(process);
    assertThat(record(id).isIn(Phase.CHECKPOINT_FAILED)).isTrue();
    assertThat(bundle(id).resolve("dump.log")).isNotEmptyFile();
    assertThat(bundle(id).resolve("checkpoint")).doesNotExist();
    long then = counted(id);
    Eventually.until("its echo still comes back", () -> counted(id) > then);
  }

  @Test
  @Rule("CHECKPOINT-6")
  @RequiresHost("netavark")
  void keepsConnectionsIfAskedTo() {
    ContainerId id = connected(NetworkSpec.BRIDGE);

    var dumped = engine.checkpoints().checkpoint(id, CheckpointOptions.DEFAULT.withConnections());
    long then = counted(id);
    var restored = engine.checkpoints().restore(id, RestoreOptions.DEFAULT.withConnections());

    assertThat(dumped).isPresent();
    assertThat(restored).isPresent();
    Eventually.until("its echo comes back again", () -> counted(id) > then);
  }

  @Test
  @Rule("CHECKPOINT-7")
  void keepsSharedMemory() {
    ContainerId id = run(spec -> spec, "echo kept > /dev/shm/note; " + COUNTER);
    Eventually.until("it counts", () -> counted(id) > 2);

    var dumped = engine.checkpoints().checkpoint(id, CheckpointOptions.DEFAULT);
    assertThat(bundle(id).resolve("shm/note")).doesNotExist();
    var restored = engine.checkpoints().restore(id, RestoreOptions.DEFAULT);

    assertThat(dumped).isPresent();
    assertThat(restored).isPresent();
    assertThat(bundle(id).resolve("shm/note")).hasContent("kept");
  }

  @Test
  void keepsItsTerminal() {
    ContainerId id = run(spec -> spec.tty(true), COUNTER);
    Eventually.until("it counts", () -> counted(id) > 2);

    var dumped = engine.checkpoints().checkpoint(id, CheckpointOptions.DEFAULT);
    long then = counted(id);
    var restored = engine.checkpoints().restore(id, RestoreOptions.DEFAULT);

    assertThat(dumped).isPresent();
    assertThat(restored).isPresent();
    Eventually.until("it counts on", () -> counted(id) > then);
  }

  @Test
  @Rule("CHECKPOINT-15")
  @RequiresHost("netavark")
  void hasTheAddressesItHad() {
    ContainerId id = run(spec -> spec.network(NetworkSpec.BRIDGE), COUNTER);
    Eventually.until("it counts", () -> counted(id) > 2);
    List<String> before = addresses(id);

    var dumped = engine.checkpoints().checkpoint(id, CheckpointOptions.DEFAULT);
    ContainerId other = run(spec -> spec.network(NetworkSpec.BRIDGE), COUNTER);
    var restored = engine.checkpoints().restore(id, RestoreOptions.DEFAULT.keepingFiles());

    assertThat(dumped).isPresent();
    assertThat(restored).isPresent();
    assertThat(addresses(id)).isEqualTo(before);
    assertThat(addresses(other)).isNotEqualTo(before);
    engine.stop(id, Duration.ZERO, "test");
    var again = engine.checkpoints().restore(id, RestoreOptions.DEFAULT.ignoringAddresses());
    assertThat(again).isPresent();
    assertThat(addresses(id)).isNotEqualTo(before);
  }

  private List<String> addresses(ContainerId id) {
    return Objects.requireNonNull(record(id).network()).addresses();
  }

  @Test
  @Rule({"CHECKPOINT-20", "CHECKPOINT-22"})
  void canTryAFailedRestoreAgain() throws IOException, InterruptedException {
    ContainerId id = counter();
    var dumped = engine.checkpoints().checkpoint(id, CheckpointOptions.DEFAULT);
    Path image = bundle(id).resolve("checkpoint/pstree.img");
    byte[] content = Files.readAllBytes(image);
    Files.write(image, new byte[] {1, 2, 3});

    assertThatThrownBy(() -> engine.checkpoints().restore(id, RestoreOptions.DEFAULT))
        .isInstanceOfSatisfying(
            GantryException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME);
              assertThat(e).hasMessageContaining("Error (criu");
            });

    assertThat(dumped).isPresent();
    assertThat(record(id).state()).isEqualTo(ContainerState.EXITED);
    assertThat(record(id).mounted()).isFalse();
    assertThat(record(id).isIn(Phase.CHECKPOINTED)).isTrue();
    ExitRecord exit = engine.waitForExit(id, 2, Duration.ofSeconds(1));
    assertThat(exit.cause()).isEqualTo(ExitCause.START_FAILED);
    Files.write(image, content);
    var restored = engine.checkpoints().restore(id, RestoreOptions.DEFAULT.keepingFiles());
    assertThat(restored).isPresent();
    assertThat(record(id).run()).isEqualTo(3);
    assertThat(bundle(id).resolve("checkpoint/inventory.img")).isRegularFile();
    assertThat(bundle(id).resolve("restore.log")).isNotEmptyFile();
  }

  @Test
  @Rule({"CHECKPOINT-3", "CHECKPOINT-14"})
  void refusesWhatHasNoProcessesOrNoCheckpoint() {
    ContainerId id = run(spec -> spec, "sleep 1000");
    engine.stop(id, Duration.ZERO, "test");
    Eventually.until("ended", () -> record(id).state() == ContainerState.EXITED);

    refused(
        ErrorCode.STATE_INVALID,
        () -> engine.checkpoints().checkpoint(id, CheckpointOptions.DEFAULT));
    refused(ErrorCode.NOT_FOUND, () -> engine.checkpoints().restore(id, RestoreOptions.DEFAULT));

    assertThat(record(id).run()).isEqualTo(1);
  }

  @Test
  @Rule("CHECKPOINT-3")
  void refusesWhatNothingWouldBeLeftOf() {
    ContainerId id = run(spec -> spec.autoRemove(true), "sleep 1000");

    refused(
        ErrorCode.INVALID_ARGUMENT,
        () -> engine.checkpoints().checkpoint(id, CheckpointOptions.DEFAULT));

    assertThat(record(id).state()).isEqualTo(ContainerState.RUNNING);
  }

  /** Kernels without this are common, and say so before anything is done. */
  @Test
  @Rule("CHECKPOINT-1")
  void writesMemoryAheadWhereTheKernelTracksIt() throws Exception {
    ContainerId id = counter();
    refused(
        ErrorCode.NOT_FOUND,
        () -> engine.checkpoints().checkpoint(id, CheckpointOptions.DEFAULT.withPreviousImages()));
    Process tracking =
        new ProcessBuilder("criu", "check", "--feature", "mem_dirty_track")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("criu-check").toFile())
            .start();
    if (tracking.waitFor() != 0) {
      refused(
          ErrorCode.UNSUPPORTED,
          () -> engine.checkpoints().checkpoint(id, CheckpointOptions.DEFAULT.preDumping()));
      return;
    }
    var ahead = engine.checkpoints().checkpoint(id, CheckpointOptions.DEFAULT.preDumping());
    assertThat(record(id).state()).isEqualTo(ContainerState.RUNNING);
    var dumped =
        engine.checkpoints().checkpoint(id, CheckpointOptions.DEFAULT.withPreviousImages());
    assertThat(Files.readSymbolicLink(bundle(id).resolve("checkpoint/parent")))
        .hasToString("../pre-checkpoint");
    var restored = engine.checkpoints().restore(id, RestoreOptions.DEFAULT);
    assertThat(ahead).isPresent();
    assertThat(dumped).isPresent();
    assertThat(restored).isPresent();
  }

  @Test
  @Rule("CHECKPOINT-6")
  void keepsItsFileLocks() throws IOException {
    Path tools = engine.volumes().create(TenantId.DEFAULT, "tools").data();
    for (String file : List.of("/usr/bin/flock", LOADER, LIBRARIES + "/libc.so.6")) {
      Path name = Objects.requireNonNull(Path.of(file).getFileName());
      Files.copy(Path.of(file).toRealPath(), tools.resolve(name));
    }
    MountSpec mount = new MountSpec(MountSpec.Kind.VOLUME, "tools", "/tools", true, null);
    ContainerId id =
        run(
            spec -> spec.mounts(mount),
            "exec /tools/ld-linux-x86-64.so.2 --library-path /tools /tools/flock /data/lock sh -c '"
                + COUNTER
                + "'");
    Eventually.until("it counts", () -> counted(id) > 2);
    assertThat(locks(id)).isNotEmpty();

    refused(
        ErrorCode.RUNTIME, () -> engine.checkpoints().checkpoint(id, CheckpointOptions.DEFAULT));
    assertThat(record(id).state()).isEqualTo(ContainerState.RUNNING);
    var dumped = engine.checkpoints().checkpoint(id, CheckpointOptions.DEFAULT.withFileLocks());
    long before = counted(id);
    var restored = engine.checkpoints().restore(id, RestoreOptions.DEFAULT.withFileLocks());

    assertThat(dumped).isPresent();
    assertThat(restored).isPresent();
    Eventually.until("it counts on", () -> counted(id) > before);
    assertThat(locks(id)).isNotEmpty();
  }

  /** The file locks of its first process, in the kernel's words. */
  private List<String> locks(ContainerId id) throws IOException {
    List<String> locks = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Path.of("/proc", pid(id), "fdinfo"))) {
      for (Path file : files) {
        Files.readAllLines(file).stream()
            .filter(line -> line.startsWith("lock:"))
            .forEach(locks::add);
      }
    }
    return locks;
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
