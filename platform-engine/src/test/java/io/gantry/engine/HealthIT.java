package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.HealthSpec;
import io.gantry.api.container.HealthSpec.OnFailure;
import io.gantry.api.container.HealthState;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.exec.ExecSession;
import io.gantry.engine.exec.ExecSpec;
import io.gantry.engine.health.HealthLog;
import io.gantry.engine.health.HealthLogFile;
import io.gantry.engine.health.HealthResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checks inside real containers. */
@Timeout(120)
@RequiresHost({"root", "runc", "conmon", "busybox"})
class HealthIT {
  private static final Duration OFTEN = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofSeconds(20);

  private Path directory;
  private Engine engine;

  @BeforeEach
  void open(@TempDir Path temporary) {
    directory = temporary;
    engine = newEngine();
    Busybox.importInto(engine.images());
  }

  private Engine newEngine() {
    return Engine.open(EngineConfig.of(directory.resolve("home"), directory.resolve("run")));
  }

  @AfterEach
  void purge() {
    engine.purge();
    engine.close();
    assertThat(Remains.in(directory)).isEmpty();
  }

  private ContainerId run(HealthSpec health) {
    ContainerId id = ContainerId.random(new SecureRandom());
    engine.create(
        TenantId.DEFAULT,
        id,
        "c" + id.shortId(),
        ContainerSpec.builder(Busybox.REFERENCE)
            .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
            .command("sleep", "1000")
            .health(health)
            .build());
    engine.start(id);
    return id;
  }

  private static HealthSpec byHand(Duration timeout, String line) {
    return new HealthSpec(
        List.of("CMD-SHELL", line), Duration.ZERO, timeout, 1, null, OnFailure.NONE);
  }

  private HealthResult newest(HealthLog log) {
    return log.results().getLast();
  }

  @Test
  @Rule({"HEALTH-3", "HEALTH-5", "HEALTH-6", "HEALTH-8"})
  void findsOutWhetherAContainerIsWell() throws Exception {
    ContainerId id = run(byHand(LONG, "echo looking; test -e /tmp/well"));

    HealthLog unwell = engine.checkHealth(id);
    try (ExecSession session = engine.exec(id, ExecSpec.of("touch", "/tmp/well"))) {
      assertThat(session.exit().get(20, TimeUnit.SECONDS)).isZero();
    }
    HealthLog well = engine.checkHealth(id);

    assertThat(unwell.state()).isEqualTo(HealthState.UNHEALTHY);
    assertThat(newest(unwell).exitCode()).isEqualTo(HealthResult.FAILED);
    assertThat(newest(unwell).output()).isEqualTo("looking\n");
    assertThat(well.state()).isEqualTo(HealthState.HEALTHY);
    assertThat(engine.health(id)).isEqualTo(well);
    assertThat(engine.inspect(id).record().health()).isEqualTo(HealthState.HEALTHY);
  }

  @Test
  @Rule("HEALTH-5")
  void takesACommandThatIsNotThereForAFailure() {
    ContainerId id = run(HealthSpec.of("CMD", "/no-such-program"));

    assertThat(newest(engine.checkHealth(id)).exitCode()).isEqualTo(HealthResult.FAILED);
  }

  @Test
  @Rule("HEALTH-5")
  void endsACheckThatHangs() throws IOException {
    ContainerId id = run(byHand(Duration.ofSeconds(1), "echo begun; sleep 2000; echo never"));

    HealthResult result = newest(engine.checkHealth(id));

    assertThat(result.exitCode()).isEqualTo(HealthResult.LATE);
    assertThat(result.output()).isEqualTo("begun\n");
    assertThat(Duration.between(result.start(), result.end())).isLessThan(LONG);
    nothingOfChecksIsLeft(id);
  }

  private void nothingOfChecksIsLeft(ContainerId id) throws IOException {
    Path bundle = engine.inspect(id).config().staticDir();
    try (Stream<Path> files = Files.list(bundle)) {
      assertThat(files.filter(file -> file.getFileName().toString().length() == 64)).isEmpty();
    }
    assertThat(commandLines())
        .noneMatch(line -> line.contains(bundle + "/") && line.contains(" -e "));
    assertThat(commandLines()).noneMatch(line -> line.startsWith("sleep 2000"));
  }

  private static List<String> commandLines() throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes.map(process -> process.resolve("cmdline")).map(HealthIT::read).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).replace('\0', ' ');
    } catch (IOException e) {
      return ""; // it has ended
    }
  }

  @Test
  @Rule({"HEALTH-2", "HEALTH-7"})
  void goesOnWithoutTheEngineThatStartedIt() throws InterruptedException {
    ContainerId id =
        run(
            new HealthSpec(
                List.of("CMD", "test", "-e", "/tmp/well"),
                OFTEN,
                LONG,
                1_000,
                null,
                OnFailure.NONE));
    Eventually.until("a check", () -> engine.health(id).failingStreak() > 0);

    engine.close();
    int before =
        HealthLogFile.read(directory.resolve("home/containers").resolve(id.value()))
            .failingStreak();
    engine = newEngine();

    Eventually.until("further checks", () -> engine.health(id).failingStreak() > before);
    assertThat(engine.inspect(id).record().state()).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  @Rule("HEALTH-7")
  void killsAnUnhealthyContainer() throws InterruptedException {
    ContainerId id =
        run(new HealthSpec(List.of("CMD", "false"), OFTEN, LONG, 2, null, OnFailure.KILL));

    ExitRecord exit = engine.waitForExit(id, 1, LONG);

    assertThat(exit.code()).isEqualTo(137);
    assertThat(exit.requestedBy()).isEqualTo("health check");
    assertThat(engine.health(id).failingStreak()).isEqualTo(2);
  }

  @Test
  @Rule({"HEALTH-2", "START-6"})
  void isCheckedAsItsImageSaysUnlessItSaysOtherwise() {
    HealthSpec check =
        new HealthSpec(List.of("CMD", "false"), OFTEN, LONG, 1, null, OnFailure.NONE);
    ImageConfig image =
        new ImageConfig(null, List.of("sleep", "1000"), null, null, null, null, null, null, check);
    Busybox.importInto(engine.images(), "localhost/checked:1", image);
    ContainerId checked = start("localhost/checked:1", null);
    ContainerId other = start("localhost/checked:1", HealthSpec.of("NONE"));

    Eventually.until(
        "the image's check has failed",
        () -> engine.inspect(checked).record().health() == HealthState.UNHEALTHY);
    assertThat(engine.inspect(other).record().health()).isNull();
  }

  private ContainerId start(String image, @Nullable HealthSpec health) {
    ContainerId id = ContainerId.random(new SecureRandom());
    engine.create(
        TenantId.DEFAULT,
        id,
        null,
        ContainerSpec.builder(image)
            .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
            .health(health)
            .build());
    engine.start(id);
    return id;
  }
}
