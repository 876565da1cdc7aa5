package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.exec.ExecSession;
import io.gantry.engine.exec.ExecSpec;
import io.gantry.engine.lifecycle.RemoveOptions;
import io.gantry.engine.linux.PidFd;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.state.ExecRecord;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who comes late learns how a further command ended, whatever became of the engine meanwhile. */
@Timeout(60)
@RequiresHost({"root", "runc", "conmon", "busybox"})
class ExecRecordsIT {
  private static final int SIGTERM = 15;

  private final Path directory;
  private Engine engine;
  private final ContainerId id = ContainerId.random(new SecureRandom());

  ExecRecordsIT(@TempDir Path directory) {
    this.directory = directory;
    this.engine = open();
  }

  private Engine open() {
    return Engine.open(EngineConfig.of(directory.resolve("home"), directory.resolve("run")));
  }

  private void restartEngine() {
    engine.close();
    engine = open();
  }

  @BeforeEach
  void startContainer() {
    Busybox.importInto(engine.images());
    ContainerSpec spec =
        ContainerSpec.builder(Busybox.REFERENCE)
            .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
            .command("sleep", "1000")
            .build();
    engine.create(TenantId.DEFAULT, id, "late", spec);
    engine.start(id);
  }

  @AfterEach
  void purge() {
    engine.purge();
    engine.close();
    assertThat(Remains.in(directory)).isEmpty();
  }

  @Test
  @Rule({"MONITOR-3", "EXEC-3"})
  void readsTheCodeOfACommandThatEndedUnderAnEarlierEngine() throws Exception {
    String session = ended("exit 9");

    restartEngine();

    assertThat(engine.inspectExec(id, session))
        .isEqualTo(new ExecRecord(id, session, ExecRecord.State.STOPPED, null, 9));
  }

  @Test
  @Rule({"MONITOR-3", "EXEC-7"})
  void readsTheCodeOfACommandThatOutlivedItsEngine() throws Exception {
    String session;
    try (ExecSession command =
        engine.exec(
            id, ExecSpec.of("sh", "-c", "trap 'exit 9' TERM; echo; while :; do sleep 0.1; done"))) {
      assertThat(command.streams().read()).isPresent();
      session = command.id();
    }
    restartEngine();
    ExecRecord running = engine.inspectExec(id, session);
    assertThat(running.state()).isEqualTo(ExecRecord.State.RUNNING);

    ProcessIdentity process = Objects.requireNonNull(running.process());
    assertThat(PidFd.signal(process, SIGTERM)).isTrue();

    Eventually.until(
        "its end is saved",
        () -> engine.inspectExec(id, session).state() == ExecRecord.State.STOPPED);
    assertThat(engine.inspectExec(id, session).code()).isEqualTo(9);
    Eventually.until("nothing of it is left", () -> !directoryOf(session).toFile().exists());
  }

  @Test
  @Rule("EXEC-9")
  void readsTheCodeOfACommandWhoseContainerIsGone() throws Exception {
    String session = ended("exit 9");

    engine.remove(id, new RemoveOptions(true, false, Duration.ZERO, "test"));

    assertThat(engine.inspectExec(id, session).code()).isEqualTo(9);
  }

  private Path directoryOf(String session) {
    return engine.inspect(id).config().staticDir().resolve(session);
  }

  private String ended(String script) throws Exception {
    try (ExecSession command = engine.exec(id, ExecSpec.of("sh", "-c", script))) {
      var unused = command.exit().get();
      return command.id();
    }
  }
}
