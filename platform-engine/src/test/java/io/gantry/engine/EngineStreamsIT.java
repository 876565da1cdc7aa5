package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Report;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.exec.AttachSession;
import io.gantry.engine.exec.DetachKeys;
import io.gantry.engine.exec.ExecSession;
import io.gantry.engine.exec.ExecSpec;
import io.gantry.engine.exec.OutputChunk;
import io.gantry.engine.lifecycle.RemoveOptions;
import io.gantry.engine.log.LogLine;
import io.gantry.engine.log.LogOptions;
import io.gantry.engine.log.LogReader;
import io.gantry.engine.runtime.StandardStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What real containers write and read. */
@Timeout(60)
@RequiresHost({"root", "runc", "conmon", "busybox"})
class EngineStreamsIT {
  private static final LogOptions FOLLOW =
      new LogOptions(true, null, null, null, Set.of(StandardStream.values()));

  private final Path directory;
  private final Engine engine;

  EngineStreamsIT(@TempDir Path directory) {
    this.directory = directory;
    this.engine = Engine.open(EngineConfig.of(directory.resolve("home"), directory.resolve("run")));
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

  @Test
  @Rule({"ATTACH-5", "ATTACH-3"})
  void letsAProgramRedrawForWhoAttaches() throws Exception {
    ContainerId id =
        run(
            spec -> spec.tty(true),
            "trap 'echo drawn' WINCH; echo ready; while :; do sleep 0.1; done");
    try (LogReader log = engine.logs(id, FOLLOW)) {
      assertThat(log.next()).isPresent();
    }

    try (AttachSession session = engine.attach(id, DetachKeys.standard())) {
      OutputChunk chunk = session.read().orElseThrow();

      assertThat(new String(chunk.bytes(), StandardCharsets.US_ASCII)).startsWith("drawn");
      assertThat(session.write(new byte[] {16, 17})).isFalse();
    }
    engine.remove(id, new RemoveOptions(true, false, Duration.ZERO, "test"));
  }

  @Test
  @Rule("LOGS-2")
  void followsALogToTheEndOfItsContainer() throws Exception {
    ContainerId id = run(spec -> spec, "echo one; sleep 0.2; echo two; exit 4");
    StringBuilder text = new StringBuilder();
    try (LogReader log = engine.logs(id, FOLLOW)) {
      for (Optional<LogLine> line = log.next(); line.isPresent(); line = log.next()) {
        text.append(new String(line.get().text(), StandardCharsets.US_ASCII)).append('.');
      }
    }

    assertThat(text).hasToString("one.two.");
  }

  @Test
  @Rule({"EXEC-1", "EXEC-4", "EXEC-12", "INIT-5"})
  void startsARunWithoutTheSessionsOfTheOneBefore() throws Exception {
    ContainerId id = run(spec -> spec, "exec sleep 1000");
    try (ExecSession session = engine.exec(id, ExecSpec.of("/bin/sh", "-c", "exit 9"))) {
      assertThat(session.exit().get(20, TimeUnit.SECONDS)).isEqualTo(9);
    }
    engine.stop(id, Duration.ZERO, "test");
    assertThatThrownBy(() -> engine.exec(id, ExecSpec.of("/bin/sh")))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INVALID));
    Path leftOver = engine.inspect(id).config().staticDir().resolve("ef".repeat(32));
    Files.createDirectories(leftOver.resolve("exit"));

    engine.start(id);

    assertThat(leftOver).doesNotExist();
    engine.remove(id, new RemoveOptions(true, false, Duration.ZERO, "test"));
  }

  @Test
  @Rule({"EVENTS-2", "EXEC-7", "EXEC-10"})
  void tellsOfFurtherCommandsAndTheirEnds() throws Exception {
    ContainerId id = run(spec -> spec, "exec sleep 1000");
    String session;
    try (ExecSession command = engine.exec(id, ExecSpec.of("/bin/sh", "-c", "exit 9"))) {
      session = command.id();
      assertThat(command.exit().get(20, TimeUnit.SECONDS)).isEqualTo(9);
    }

    Eventually.until("the end is told", () -> events().contains("exec_died " + session + " 9"));
    assertThat(events()).containsSubsequence("exec " + session, "exec_died " + session + " 9");
    assertThat(engine.inspectExec(id, session).code()).isEqualTo(9);
    engine.remove(id, new RemoveOptions(true, false, Duration.ZERO, "test"));
  }

  private List<String> events() {
    return engine.outbox().read(0, 1_000).stream()
        .map(Report::event)
        .filter(Objects::nonNull)
        .map(event -> event.action() + " " + event.detail())
        .toList();
  }

  private ContainerId run(UnaryOperator<ContainerSpec.Builder> fields, String script) {
    ContainerId id = ContainerId.random(new SecureRandom());
    ContainerSpec.Builder spec =
        ContainerSpec.builder(Busybox.REFERENCE)
            .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
            .command("sh", "-c", script);
    engine.create(TenantId.DEFAULT, id, "streams", fields.apply(spec).build());
    engine.start(id);
    return id;
  }
}
