package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.LoggingSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.log.JournalDaemon;
import io.gantry.engine.log.LogLine;
import io.gantry.engine.log.LogOptions;
import io.gantry.engine.log.LogReader;
import io.gantry.engine.runtime.StandardStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs in the journal of the host. */
@Timeout(120)
@RequiresHost({"root", "runc", "conmon", "busybox", "journalctl"})
class JournalIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Set<StandardStream> BOTH = Set.of(StandardStream.values());
  private static final String COUNT = "i=0; while [ $i -lt 500 ]; do echo line $((i+=1)); done";

  private Path directory;
  private Engine engine;
  private @Nullable JournalDaemon daemon;

  @BeforeEach
  void open(@TempDir Path temporary) {
    directory = temporary;
    engine = Engine.open(EngineConfig.of(directory.resolve("home"), directory.resolve("run")));
    Busybox.importInto(engine.images());
  }

  @AfterEach
  void purge() throws Exception {
    engine.purge();
    engine.close();
    if (daemon != null) {
      daemon.close();
    }
    assertThat(Remains.in(directory)).isEmpty();
  }

  private ContainerId create(String script) {
    ContainerId id = ContainerId.random(new SecureRandom());
    engine.create(
        TenantId.DEFAULT,
        id,
        null,
        ContainerSpec.builder(Busybox.REFERENCE)
            .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
            .logging(new LoggingSpec(LoggingSpec.Driver.JOURNALD, null))
            .command("sh", "-c", script)
            .build());
    return id;
  }

  private ContainerId ended(String script) throws InterruptedException {
    ContainerId id = create(script);
    engine.start(id);
    var unused = engine.waitForExit(id, 1, LONG);
    return id;
  }

  private List<String> read(ContainerId id, LogOptions options) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    try (LogReader reader = engine.logs(id, options)) {
      for (Optional<LogLine> line = reader.next(); line.isPresent(); line = reader.next()) {
        lines.add(text(line.get()));
      }
    }
    return lines;
  }

  private static String text(LogLine line) {
    return new String(line.text(), StandardCharsets.UTF_8);
  }

  private static LogOptions options(
      boolean follow, @Nullable Long tail, StandardStream... streams) {
    return new LogOptions(follow, tail, null, null, streams.length == 0 ? BOTH : Set.of(streams));
  }

  @Test
  @Rule({"LOGS-1", "LOGS-2"})
  void areReadWholeAtOnceAfterTheEnd() throws Exception {
    daemon = JournalDaemon.running();
    ContainerId id = ended(COUNT + "; echo bad >&2");

    assertThat(read(id, LogOptions.ALL)).hasSize(501).startsWith("line 1", "line 2");
    assertThat(read(id, options(false, null, StandardStream.STDERR))).containsExactly("bad");
    assertThat(read(id, options(false, 2L, StandardStream.STDOUT)))
        .containsExactly("line 499", "line 500");
    assertThat(read(id, options(false, 0L))).isEmpty();
    assertThat(read(id, options(false, 9999L))).hasSize(501);
    assertThat(read(ended("echo other"), LogOptions.ALL)).containsExactly("other");
  }

  @Test
  @Rule("LOGS-2")
  void joinLongLines() throws Exception {
    String ten = "1234567890";
    daemon = JournalDaemon.running();
    ContainerId id =
        ended("i=0; while [ $i -lt 3000 ]; do printf " + ten + "; let i+=1; done; echo; echo end");

    assertThat(read(id, LogOptions.ALL)).containsExactly(ten.repeat(3000), "end");
    assertThat(read(id, options(false, 2L))).containsExactly(ten.repeat(3000), "end");
  }

  @Test
  @Rule("LOGS-2")
  void areFollowedToTheEndOfTheRun() throws Exception {
    daemon = JournalDaemon.running();
    ContainerId id = create("echo first; sleep 1; " + COUNT);
    engine.start(id);

    assertThat(read(id, options(true, null))).hasSize(501).startsWith("first").endsWith("line 500");
  }

  @Test
  void needTheDaemon() throws Exception {
    assumeFalse(JournalDaemon.isThere(), "this host has a journal of its own");
    ContainerId id = create("true");

    assertThatThrownBy(() -> engine.start(id))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
        .hasMessageContaining("k8s-file");
  }
}
