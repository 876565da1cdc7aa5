package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.TenantId;
import io.gantry.api.node.Report;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.CrashingEngine.Script;
import io.gantry.engine.lifecycle.RemoveOptions;
import io.gantry.engine.lifecycle.SavePoint;
import io.gantry.engine.state.CheckpointStatus.Phase;
import io.gantry.engine.state.ContainerRecord;
import io.gantry.engine.state.PodRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills an engine before and after each save point, opens it again, and finds every container in an
 * allowed state, every run ended or running, and nothing left when all are removed.
 */
@RequiresHost({"root", "runc", "conmon", "busybox"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashIT {
  private static final int KILLED = 137;
  private static final RemoveOptions FORCE = new RemoveOptions(true, true, Duration.ZERO, "test");
  private static final Set<ContainerState> SETTLED =
      EnumSet.of(
          ContainerState.CONFIGURED,
          ContainerState.CREATED,
          ContainerState.RUNNING,
          ContainerState.PAUSED,
          ContainerState.EXITED);

  private static final Set<SavePoint> OF_CHECKPOINTS =
      EnumSet.of(SavePoint.CHECKPOINT_BEGUN, SavePoint.CHECKPOINT_SAVED, SavePoint.RESTORE_SAVED);

  private Path directory = Path.of("/");

  @BeforeAll
  void importImage(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path temporary) {
    directory = temporary;
    try (Engine engine = Engine.open(config())) {
      Busybox.importInto(engine.images());
    }
  }

  @AfterAll
  void purge() throws IOException {
    try (Engine engine = Engine.open(config())) {
      engine.purge();
    }
    assertThat(Remains.in(directory)).isEmpty();
  }

  /** It builds no connection of its own, so that all there are at the end are left ones. */
  private EngineConfig config() {
    return CrashingEngine.config(directory.resolve("home"), directory.resolve("run"))
        .withMostSpareConnections(0);
  }

  /** A checkpoint needs more of its host, so its save points have tests of their own. */
  static Stream<String> places() {
    return Stream.of(SavePoint.values())
        .filter(point -> !OF_CHECKPOINTS.contains(point))
        .flatMap(point -> Stream.of("before:" + point.id(), "after:" + point.id()));
  }

  @ParameterizedTest
  @MethodSource("places")
  @Rule({
    "SAVE-3",
    "SAVE-4",
    "REMOVAL-14",
    "REFRESH-11",
    "CLEANUP-15",
    "EXIT-10",
    "EVENTS-4",
    "INIT-3",
    "POD-10"
  })
  void recoversFromACrash(String place) throws IOException, InterruptedException {
    crashAt(place, scriptThatReaches(place), 1);
    recovers();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "before:prepare.done",
        "after:prepare.done",
        "before:init.created",
        "after:init.created"
      })
  @Rule("SAVE-4")
  void recoversFromACrashWhileItInitialisesAhead(String place)
      throws IOException, InterruptedException {
    crashAt(place, Script.AHEAD, 1);
    recovers();
  }

  /**
   * The second time a place is reached is by the restore, or the import. What a checkpoint has
   * frozen is thawed.
   */
  @ParameterizedTest
  @CsvSource({
    "before:checkpoint.begun, CHECKPOINT, 1",
    "after:checkpoint.begun, CHECKPOINT, 1",
    "before:checkpoint.saved, CHECKPOINT, 1",
    "after:checkpoint.saved, CHECKPOINT, 1",
    "after:checkpoint.begun, CHECKPOINT_BESIDES, 1",
    "before:checkpoint.saved, CHECKPOINT_BESIDES, 1",
    "after:checkpoint.saved, CHECKPOINT_BESIDES, 1",
    "before:prepare.done, CHECKPOINT, 2",
    "after:prepare.done, CHECKPOINT, 2",
    "before:restore.saved, CHECKPOINT, 1",
    "after:restore.saved, CHECKPOINT, 1",
    "before:create.inserted, IMPORT, 2",
    "after:create.inserted, IMPORT, 2"
  })
  @RequiresHost("criu")
  @Rule({"SAVE-3", "SAVE-4"})
  void recoversFromACrashOfACheckpoint(String place, Script script, int visit)
      throws IOException, InterruptedException {
    crashAt(place, script, visit);
    Set<ContainerState> thawed = EnumSet.copyOf(SETTLED);
    thawed.remove(ContainerState.PAUSED);
    recovers(thawed);
  }

  private void recovers() {
    recovers(SETTLED);
  }

  private void recovers(Set<ContainerState> allowed) {
    try (Engine engine = Engine.open(config())) {
      Eventually.until(
          "all containers settled: " + states(engine),
          () -> engine.list().stream().allMatch(container -> isSettled(container, allowed)));
      assertThat(states(engine))
          .noneMatch(record -> record.isIn(Phase.CHECKPOINTING) || record.isIn(Phase.RESTORING));
      if (engine.list().isEmpty()) {
        assertThat(engine.volumes().list(TenantId.DEFAULT)).isEmpty();
      }
      for (PodRecord pod : engine.pods().list()) {
        assertThat(pod.phase()).isEqualTo(PodRecord.Phase.CREATED);
        assertThat(engine.find(Objects.requireNonNull(pod.infra()))).isPresent();
        engine.pods().remove(pod.id(), true, FORCE);
      }
      for (ContainerInspect container : engine.list()) {
        everyRunHasItsEnd(engine, container);
        engine.remove(container.id(), FORCE);
      }
      assertThat(engine.list()).isEmpty();
      assertThat(Remains.in(directory)).isEmpty();
      everyEndIsToldOnce(engine);
      removeVolumes(engine);
    }
  }

  /** Named ones outlive their containers. */
  private static void removeVolumes(Engine engine) {
    engine
        .volumes()
        .list(TenantId.DEFAULT)
        .forEach(volume -> engine.volumes().remove(TenantId.DEFAULT, volume.name()));
  }

  private static List<ContainerRecord> states(Engine engine) {
    return engine.list().stream().map(ContainerInspect::record).toList();
  }

  private static boolean isSettled(ContainerInspect container, Set<ContainerState> allowed) {
    ContainerRecord record = container.record();
    boolean idle =
        record.state() == ContainerState.CONFIGURED
            || record.state() == ContainerState.CREATED
            || record.state() == ContainerState.EXITED;
    return allowed.contains(record.state()) && !(idle && record.openRun());
  }

  private static void everyRunHasItsEnd(Engine engine, ContainerInspect container) {
    ContainerRecord record = container.record();
    long ended = record.openRun() ? record.run() - 1 : record.run();
    for (long run = 1; run <= ended; run++) {
      assertThat(engine.exit(container.id(), run)).isCompleted();
    }
    if (record.openRun()) {
      assertThat(record.process()).isNotNull().matches(process -> process.isAlive());
      assertThat(record.monitor()).isNotNull().matches(monitor -> monitor.isAlive());
    }
  }

  private static void everyEndIsToldOnce(Engine engine) {
    List<Report> reports = engine.outbox().read(0, 10_000);
    assertThat(
            reports.stream()
                .map(Report::exit)
                .filter(Objects::nonNull)
                .map((ExitRecord exit) -> exit.container() + " " + exit.run()))
        .doesNotHaveDuplicates();
    engine.outbox().acknowledge(reports.stream().mapToLong(Report::sequence).max().orElse(0));
  }

  private void crashAt(String place, Script script, int visit)
      throws IOException, InterruptedException {
    Path output = directory.resolve("output-" + script + place.replace(':', '-') + visit);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-Dgantry.crash=" + place,
                "-Dgantry.crash.visit=" + visit,
                "-cp",
                System.getProperty("java.class.path"),
                CrashingEngine.class.getName(),
                directory.resolve("home").toString(),
                directory.resolve("run").toString(),
                script.name())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue())
        .as("killed itself, else it said: %s", Files.readString(output))
        .isEqualTo(KILLED);
  }

  private static Script scriptThatReaches(String place) {
    return switch (place.replaceFirst(".*:", "")) {
      case "restart.counted", "restart.put-off" -> Script.POLICY;
      case "start.failed" -> Script.BAD_COMMAND;
      case "monitor.died" -> Script.DEAD_MONITOR;
      case "exit.timeout" -> Script.FROZEN_MONITOR;
      case "refresh.saved" -> Script.REBOOT;
      case "pod.creating", "pod.created", "pod.removing", "pod.let-go", "pod.deleted" -> Script.POD;
      default -> Script.LIFE;
    };
  }
}
