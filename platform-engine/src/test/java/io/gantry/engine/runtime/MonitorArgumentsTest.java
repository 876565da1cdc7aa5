package io.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.LoggingSpec;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.OpenFlags;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MonitorArgumentsTest {
  private static final ContainerId ID = new ContainerId("ab".repeat(32));
  private static final Path MONITOR = Path.of("/usr/bin/conmon");
  private static final MonitorFiles FILES =
      new MonitorFiles(ID, Path.of("/bundle"), Path.of("/run-dir"), Path.of("/exits"));
  private static final OciRuntime RUNTIME =
      new RuncRuntime(Path.of("/usr/sbin/runc"), Path.of("/runc-root"), Map.of());

  @Test
  @Rule({"MONITOR-1", "SAVE-6"})
  void nameContainerRuntimeFilesAndLog() {
    List<String> line = create(LoggingSpec.DEFAULT, false, false, null);

    assertThat(line)
        .startsWith("/usr/bin/conmon", "--api-version", "1")
        .containsSequence("-c", ID.value(), "-u", ID.value())
        .containsSequence("-r", "/usr/sbin/runc")
        .containsSequence("--runtime-arg", "--root", "--runtime-arg", "/runc-root")
        .containsSequence("--runtime-arg", "--log-format=json")
        .containsSequence("--runtime-arg", "--log=/run-dir/oci-log")
        .containsSequence("-b", "/bundle")
        .containsSequence("-p", "/run-dir/pidfile")
        .containsSequence("-n", "web")
        .containsSequence("--exit-dir", "/exits")
        .containsSequence("--full-attach")
        .containsSequence("-l", "k8s-file:/bundle/ctr.log")
        .doesNotContain("-t", "-i", "--log-size-max", "--timeout", "--exit-command");
  }

  @Test
  @Rule("MONITOR-2")
  void giveATerminalOrOpenInputAndATimeLimit() {
    assertThat(create(LoggingSpec.DEFAULT, true, true, null)).contains("-t").doesNotContain("-i");
    assertThat(create(LoggingSpec.DEFAULT, false, true, null)).contains("-i").doesNotContain("-t");
    assertThat(create(LoggingSpec.DEFAULT, false, false, Duration.ofMinutes(2)))
        .containsSequence("--timeout", "120");
  }

  @Test
  @Rule({"MONITOR-1", "LOGS-3"})
  void limitTheLogOrKeepNone() {
    assertThat(create(new LoggingSpec(LoggingSpec.Driver.K8S_FILE, 5000L), false, false, null))
        .containsSequence("--log-size-max", "5000");
    assertThat(create(new LoggingSpec(LoggingSpec.Driver.NONE, 5000L), false, false, null))
        .containsSequence("-l", "none")
        .doesNotContain("--log-size-max");
  }

  @Test
  @Rule({"MONITOR-2", "SDNOTIFY-2", "SDNOTIFY-4"})
  void passOnWhatTheServiceManagerGave() throws Exception {
    try (Descriptor descriptor = Descriptor.open(Path.of("/dev/null"), OpenFlags.O_RDONLY, 0)) {
      Inherited inherited = new Inherited(List.of(descriptor), true, Path.of("/run/manager"));
      MonitorRequest request =
          new MonitorRequest(
              FILES,
              "web",
              LoggingSpec.DEFAULT,
              false,
              false,
              null,
              false,
              List.of(),
              inherited,
              null);

      assertThat(MonitorArguments.create(MONITOR, RUNTIME, request))
          .containsSequence("--sdnotify-socket", "/run/manager")
          .containsSequence("--runtime-opt", "--preserve-fds=1")
          .containsSequence("-l", "passthrough");
    }
    assertThat(create(LoggingSpec.DEFAULT, false, false, null))
        .doesNotContain("--sdnotify-socket", "--runtime-opt");
  }

  @Test
  @Rule("MONITOR-2")
  void bringProcessesBackInsteadOfTheCommand() {
    RestoreRequest restore =
        new RestoreRequest(Path.of("/b/checkpoint"), List.of("--tcp-established", "--file-locks"));
    MonitorRequest request =
        new MonitorRequest(
            FILES,
            "web",
            LoggingSpec.DEFAULT,
            false,
            false,
            null,
            false,
            List.of(),
            Inherited.NOTHING,
            restore);

    assertThat(MonitorArguments.create(MONITOR, RUNTIME, request))
        .containsSequence("--restore", "/b/checkpoint")
        .containsSequence("--runtime-opt", "--tcp-established")
        .containsSequence("--runtime-opt", "--file-locks");
    assertThat(create(LoggingSpec.DEFAULT, false, false, null)).doesNotContain("--restore");
  }

  @Test
  @Rule("EXEC-6")
  void runAFurtherCommandAttached() {
    MonitorFiles files = new MonitorFiles(ID, Path.of("/s"), Path.of("/s"), Path.of("/s/exit"));
    ExecRequest request =
        new ExecRequest(files, "session", Path.of("/s/process.json"), false, true, null);

    assertThat(MonitorArguments.exec(MONITOR, RUNTIME, request))
        .containsSequence("-c", ID.value(), "-u", "session")
        .containsSequence("-e", "--exec-attach", "--exec-process-spec", "/s/process.json")
        .containsSequence("-b", "/s")
        .containsSequence("--exit-dir", "/s/exit")
        .containsSequence("-l", "none")
        .contains("-i")
        .doesNotContain("--timeout");
  }

  /** So that a check that hangs ends even if the engine is killed meanwhile. */
  @Test
  @Rule("HEALTH-5")
  void letTheMonitorLimitAFurtherCommand() {
    MonitorFiles files = new MonitorFiles(ID, Path.of("/s"), Path.of("/s"), Path.of("/s/exit"));
    ExecRequest request =
        new ExecRequest(
            files, "session", Path.of("/s/process.json"), false, false, Duration.ofSeconds(32));

    assertThat(MonitorArguments.exec(MONITOR, RUNTIME, request))
        .containsSequence("--timeout", "32");
  }

  private static List<String> create(
      LoggingSpec logging, boolean terminal, boolean openInput, @Nullable Duration runTimeout) {
    return MonitorArguments.create(
        MONITOR,
        RUNTIME,
        new MonitorRequest(FILES, "web", logging, terminal, openInput, runTimeout, List.of()));
  }
}
