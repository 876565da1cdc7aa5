package io.gantry.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Busybox;
import io.gantry.engine.Engine;
import io.gantry.engine.EngineConfig;
import io.gantry.engine.Remains;
import io.gantry.engine.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills an engine before and after each save of each operation, opens it again, and finds every
 * container at rest, every run ended or running, and nothing left when all are removed. A build
 * takes one case of each {@link CrashScript}; {@code -Dcrash.scripts=} and a pattern takes every
 * case of those so named, {@code .*} all.
 */
@RequiresHost({"root", "runc", "conmon", "netavark", "busybox"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashIT {
  private static final String SCRIPTS = System.getProperty("crash.scripts", "");
  private static final int KILLED = 137;

  private Path directory = Path.of("/");

  @BeforeAll
  void importImage(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path temporary) {
    directory = temporary;
    try (Engine engine = Engine.open(config())) {
      Busybox.importInto(engine.images());
    }
  }

  @AfterAll
  void purge() {
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

  private static Stream<CrashCase> chosen() {
    return SCRIPTS.isEmpty()
        ? CrashCase.sample().stream()
        : CrashCase.all().stream().filter(one -> one.script().name().matches(SCRIPTS));
  }

  static List<CrashCase> cases() {
    return chosen().filter(one -> !one.script().needsCriu()).toList();
  }

  static List<CrashCase> casesOfCheckpoints() {
    return chosen().filter(one -> one.script().needsCriu()).toList();
  }

  /** Empty unless asked for: a script that misses one of its saves fails in that case. */
  static List<CrashScript> scripts() {
    return CrashScript.all().stream().filter(script -> script.name().matches(SCRIPTS)).toList();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
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
  void recoversFromACrash(CrashCase where) throws IOException, InterruptedException {
    crash(where);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("casesOfCheckpoints")
  @RequiresHost("criu")
  @Rule({"SAVE-3", "SAVE-4"})
  void recoversFromACrashOfACheckpoint(CrashCase where) throws IOException, InterruptedException {
    crash(where);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("scripts")
  void reachesTheSavePointsThatItsScriptNames(CrashScript script)
      throws IOException, InterruptedException {
    Outcome outcome = run(script, "nowhere");

    recovers(script);
    assertThat(outcome.code()).as(outcome.said()).isZero();
    assertThat(outcome.reached()).containsExactlyInAnyOrderElementsOf(script.points());
  }

  private void recovers(CrashScript script) {
    try (Engine engine = Engine.open(config())) {
      new Recovery(engine, directory).check(script);
    }
  }

  /** The next engine has something to recover also if this one was not killed. */
  private void crash(CrashCase where) throws IOException, InterruptedException {
    Outcome outcome = run(where.script(), where.place());
    recovers(where.script());
    assertThat(outcome.code())
        .as("killed itself, else it said: %s", outcome.said())
        .isEqualTo(KILLED);
  }

  /** How an engine ended, and what it said until then. */
  private record Outcome(int code, String said) {
    List<String> reached() {
      String last = said.lines().reduce("", (earlier, later) -> later);
      return List.of(last.substring(CrashingEngine.REACHED.length()).split(" ", -1));
    }
  }

  private Outcome run(CrashScript script, String place) throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-Dgantry.crash=" + place,
                "-cp",
                System.getProperty("java.class.path"),
                CrashingEngine.class.getName(),
                directory.resolve("home").toString(),
                directory.resolve("run").toString(),
                script.name())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return new Outcome(process.waitFor(), Files.readString(output));
  }
}
