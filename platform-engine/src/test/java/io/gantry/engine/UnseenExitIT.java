package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.linux.PidFd;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.runtime.MonitorFiles;
import io.gantry.engine.state.ContainerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an exit command would do at once is done by the next engine for exits nobody saw. */
@RequiresHost({"root", "runc", "conmon", "busybox"})
class UnseenExitIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int SIGKILL = 9;

  private final Path directory;

  UnseenExitIT(@TempDir Path directory) {
    this.directory = directory;
  }

  private Engine open() {
    return Engine.open(EngineConfig.of(directory.resolve("home"), directory.resolve("run")));
  }

  @AfterEach
  void purge() {
    try (Engine engine = open()) {
      engine.purge();
    }
    assertThat(Remains.in(directory)).isEmpty();
  }

  private static ContainerId start(Engine engine, boolean autoRemove) {
    ContainerId id = ContainerId.random(new SecureRandom());
    ContainerSpec spec =
        ContainerSpec.builder(Busybox.REFERENCE)
            .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
            .autoRemove(autoRemove)
            .command("sleep", "1000")
            .build();
    engine.create(TenantId.DEFAULT, id, "c-" + id.shortId(), spec);
    engine.start(id);
    return id;
  }

  @Test
  @Rule("MONITOR-3")
  void isCleanedUpAndRemovedWhenTheNextEngineOpens() throws Exception {
    ContainerId removed;
    ContainerId kept;
    List<ProcessIdentity> processes;
    try (Engine engine = open()) {
      Busybox.importInto(engine.images());
      removed = start(engine, true);
      kept = start(engine, false);
      processes = List.of(process(engine, removed), process(engine, kept));
    }
    for (ProcessIdentity process : processes) {
      kill(process);
    }

    try (Engine engine = open()) {
      assertThat(engine.waitForExit(removed, 1, LONG).code()).isEqualTo(128 + SIGKILL);
      Eventually.until("auto-removed", () -> engine.find(removed).isEmpty());
      Eventually.until(
          "cleaned up",
          () ->
              engine.inspect(kept).record().state() == ContainerState.EXITED
                  && !engine.inspect(kept).record().mounted());
    }
  }

  @Test
  @Rule("EXIT-8")
  void endsWithAnUnknownCodeIfTheMonitorsFilesAreDamaged() throws Exception {
    MonitorFiles files;
    try (Engine engine = open()) {
      Busybox.importInto(engine.images());
      ContainerId id = start(engine, false);
      files = files(engine.inspect(id).config());
      kill(process(engine, id));
      engine.waitForExit(id, 1, LONG);
      engine.start(id);
    }
    damage(files);

    try (Engine engine = open()) {
      ExitRecord exit = engine.waitForExit(files.id(), 2, LONG);
      assertThat(exit.code()).isEqualTo(-1);
      assertThat(exit.cause()).isEqualTo(ExitCause.UNKNOWN);
      assertThat(exit.evidence()).contains("the exit file holds 'forty-two'");
      engine.start(files.id());
      assertThat(engine.inspect(files.id()).record().state()).isEqualTo(ContainerState.RUNNING);
    }
  }

  /** One holds something else, and where the other was is a directory. */
  private static void damage(MonitorFiles files) throws IOException {
    Files.writeString(files.exitFile(), "forty-two");
    Files.createDirectories(files.keptExitFile().resolve("in/the/way"));
  }

  private MonitorFiles files(ContainerConfig config) {
    Path exits = EngineConfig.of(directory.resolve("home"), directory.resolve("run")).exits();
    return new MonitorFiles(config.id(), config.staticDir(), config.runDir(), exits);
  }

  private static ProcessIdentity process(Engine engine, ContainerId id) {
    return Objects.requireNonNull(engine.inspect(id).record().process());
  }

  private static void kill(ProcessIdentity process) throws IOException {
    try (PidFd alive = PidFd.open(process).orElseThrow()) {
      alive.signal(SIGKILL);
      alive.waitForEnd(LONG);
    }
  }
}
