package io.gantry.engine.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import io.gantry.engine.runtime.Bundle;
import io.gantry.engine.runtime.RunningMonitor;
import io.gantry.engine.runtime.RunningMonitors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@RequiresHost({"root", "runc", "conmon", "busybox"})
class ExecSessionsIT {
  private final Bundle bundle;
  private final RunningMonitors monitors;
  private final ExecSessions sessions;

  ExecSessionsIT() throws Exception {
    bundle = Bundle.script("sleep 1000");
    monitors = new RunningMonitors(bundle.runtime());
    sessions = newEngine();
  }

  private ExecSessions newEngine() {
    return new ExecSessions(bundle.monitor(), monitors, new SecureRandom());
  }

  @BeforeEach
  void start() throws Exception {
    bundle.create();
    bundle.runtime().start(bundle.id());
  }

  @AfterEach
  void remove() throws Exception {
    bundle.close();
  }

  @Test
  @Rule({"EXEC-6", "EXEC-8", "EXEC-10"})
  void returnsOutputAndCodeAndLeavesNothing() throws Exception {
    try (ExecSession session = start("echo out; echo err >&2; exit 7")) {
      assertThat(Output.of(session.streams())).isEqualTo(new Output("out\n", "err\n"));
      assertThat(session.exit().get(20, TimeUnit.SECONDS)).isEqualTo(7);
    }
    assertThat(sessions.active(bundle.files())).isZero();
    assertLeavesNoDirectory();
  }

  @Test
  @Rule("EXEC-4")
  void hasADirectoryOfItsOwnWhileItRuns() throws Exception {
    try (ExecSession session = start("echo ready; exec sleep 1000")) {
      assertThat(session.streams().read()).isPresent();
      Path directory = bundle.files().bundle().resolve(session.id());

      for (Path made : List.of(directory, directory.resolve("exit"))) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
            .isEqualTo("rwxr-xr-x");
      }
      assertThat(directory.resolve("process.json")).doesNotExist();
      sessions.end(bundle.files());
      assertThat(directory).doesNotExist();
    }
  }

  @Test
  @Rule("ATTACH-2")
  void goesOnWithOutputAfterTheEndOfInput() throws Exception {
    ExecSpec spec = new ExecSpec(List.of("cat"), Map.of(), null, null, null, true, null);
    try (ExecSession session = sessions.start(bundle.files(), spec)) {
      session.streams().write("hello".getBytes(StandardCharsets.US_ASCII));
      session.streams().closeInput();

      assertThat(Output.of(session.streams()).stdout()).isEqualTo("hello");
      assertThat(session.exit().get(20, TimeUnit.SECONDS)).isZero();
    }
  }

  @Test
  @Rule("EXEC-5")
  void givesTheProcessWhatWasAskedFor() throws Exception {
    ExecSpec spec =
        new ExecSpec(
            List.of(
                "/bin/sh", "-c", "echo $A-$PATH; pwd; id -u; id -g; grep Cap /proc/self/status"),
            Map.of("A", "b"),
            "1000:1001",
            "/tmp",
            null,
            false,
            null);
    try (ExecSession session = sessions.start(bundle.files(), spec)) {
      assertThat(Output.of(session.streams()).stdout().lines())
          .startsWith("b-/bin", "/tmp", "1000", "1001")
          .contains("CapEff:\t0000000000000000", "CapAmb:\t0000000000000000");
    }
  }

  @Test
  @Rule("EXEC-13")
  void hasATerminalOfTheSizeAskedFor() throws Exception {
    ExecSpec spec =
        new ExecSpec(
            List.of("/bin/sh", "-c", "stty size; " + Bundle.tellSize("33 44")),
            Map.of(),
            null,
            null,
            new TerminalSize(11, 22),
            false,
            null);
    try (ExecSession session = sessions.start(bundle.files(), spec)) {
      OutputChunk first = session.streams().read().orElseThrow();
      session.streams().resize(33, 44);

      assertThat(new String(first.bytes(), StandardCharsets.US_ASCII)).startsWith("11 22");
      assertThat(Output.of(session.streams()).stdout()).endsWith("33 44\r\n");
    }
  }

  @Test
  @Rule({"EXITCODES-9", "EXEC-13"})
  void namesACommandThatIsMissingOrMayNotBeRun() throws Exception {
    assertFails("/no/such/program", ErrorCode.RUNTIME_NOT_FOUND);
    assertFails("/etc", ErrorCode.RUNTIME_PERMISSION);
    assertLeavesNoDirectory();
    assertThat(sessions.active(bundle.files())).isZero();
  }

  @Test
  @Rule("EXEC-11")
  void killsACommandThatIgnoresTheRequestToEnd() throws Exception {
    try (ExecSession session = start("trap '' TERM; echo ready; while :; do sleep 1; done")) {
      assertThat(session.streams().read()).isPresent();

      session.stop(Duration.ofMillis(100));

      assertThat(session.exit().get(20, TimeUnit.SECONDS)).isEqualTo(137);
    }
  }

  @Test
  @Rule("EXEC-12")
  void endsSessionsThatAreLeftOver() throws Exception {
    try (ExecSession session = start("sleep 1000")) {
      assertThat(sessions.active(bundle.files())).isEqualTo(1);

      sessions.removeLeftovers(bundle.files());
      assertThat(session.exit()).isNotDone();
      assertThat(newEngine().active(bundle.files())).isEqualTo(1);
      newEngine().removeLeftovers(bundle.files());

      assertThat(session.exit())
          .failsWithin(Duration.ofSeconds(20))
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(GantryException.class);
      assertThat(monitors.list()).extracting(RunningMonitor::session).containsOnlyNulls();
      assertLeavesNoDirectory();
    }
  }

  @Test
  @Rule({"EXEC-12", "REMOVAL-10"})
  void endsSessionsThatAreWatchedForARemoval() throws Exception {
    try (ExecSession session = start("sleep 1000")) {
      sessions.end(bundle.files());

      assertThat(session.exit()).isCompletedWithValue(137);
      assertThat(sessions.active(bundle.files())).isZero();
      assertThat(monitors.list()).extracting(RunningMonitor::session).containsOnlyNulls();
      assertLeavesNoDirectory();
    }
  }

  @Test
  void leavesExactlyTheStandardDescriptorsToTheCommand() throws Exception {
    try (ExecSession session = start("ls /proc/$$/fd; true")) {
      assertThat(Output.of(session.streams()).stdout().lines())
          .containsExactlyInAnyOrder("0", "1", "2");
    }
  }

  @Test
  void refusesDirectoriesOfProcesses() {
    ExecSpec spec =
        new ExecSpec(List.of("ls"), Map.of(), null, "/tmp/../proc/self/fd", null, false, null);

    assertThatThrownBy(() -> sessions.start(bundle.files(), spec))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
  }

  private ExecSession start(String script) {
    return sessions.start(bundle.files(), ExecSpec.of("/bin/sh", "-c", script));
  }

  private void assertFails(String command, ErrorCode code) {
    assertThatThrownBy(() -> sessions.start(bundle.files(), ExecSpec.of(command)))
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private void assertLeavesNoDirectory() throws Exception {
    try (Stream<Path> files = Files.list(bundle.files().bundle())) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .noneMatch(name -> name.length() == 64);
    }
  }
}
