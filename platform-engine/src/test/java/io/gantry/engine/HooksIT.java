package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hooks of a node around a real container. */
@Timeout(60)
@RequiresHost({"root", "runc", "conmon", "busybox"})
class HooksIT {
  private Path directory;
  private Path hooks;
  private Engine engine;

  @BeforeEach
  void open(@TempDir Path temporary) throws IOException {
    directory = temporary;
    hooks = Files.createDirectory(directory.resolve("hooks"));
    engine =
        Engine.open(
            EngineConfig.of(directory.resolve("home"), directory.resolve("run"))
                .withHooks(List.of(hooks)));
    Busybox.importInto(engine.images());
  }

  @AfterEach
  void purge() {
    engine.purge();
    engine.close();
    assertThat(Remains.in(directory)).isEmpty();
  }

  private void hook(String stage, String body) throws IOException {
    Path script = directory.resolve(stage);
    Files.writeString(script, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(
        hooks.resolve(stage + ".json"),
        """
        {"version": "1.0.0", "hook": {"path": "%s", "timeout": 2}, "when": {"always": true}, "stages": ["%s"]}"""
            .formatted(script, stage));
  }

  @Test
  @Rule({"HOOKS-1", "HOOKS-6", "HOOKS-8", "CLEANUP-RUNTIME-5", "OCISPEC-10"})
  void runAtTheirStages() throws Exception {
    Path log = directory.resolve("log");
    hook("precreate", "/bin/sed 's/exit 1/exit 5/'");
    hook("createRuntime", "echo created >> " + log);
    hook("poststop", "/bin/grep -c stopped >> " + log);
    ContainerId id = create("sh", "-c", "exit 1");

    engine.start(id);

    assertThat(engine.waitForExit(id, 1, Duration.ofSeconds(20)).code()).isEqualTo(5);
    Eventually.until("poststop", () -> log.toFile().length() >= "created\n1\n".length());
    assertThat(Files.readAllLines(log)).containsExactly("created", "1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"precreate", "createRuntime"})
  @Rule({"HOOKS-6", "HOOKS-10"})
  void thatHangFailTheStartInBoundedTime(String stage) throws Exception {
    hook(stage, "exec /bin/busybox sleep 1000");
    ContainerId id = create("sleep", "1000");

    assertThatThrownBy(() -> engine.start(id)).isInstanceOf(GantryException.class);

    assertThat(engine.waitForExit(id, 1, Duration.ofSeconds(20)).cause())
        .isEqualTo(ExitCause.START_FAILED);
    Files.delete(hooks.resolve(stage + ".json"));
    engine.start(id);
    assertThat(engine.inspect(id).record().run()).isEqualTo(2);
  }

  @Test
  @Rule({"HOOKS-9", "HOOKS-10"})
  void thatHangAfterTheEndHoldNothingUp() throws Exception {
    hook("poststop", "exec /bin/busybox sleep 1000");
    ContainerId id = create("sh", "-c", "exit 3");

    engine.start(id);

    assertThat(engine.waitForExit(id, 1, Duration.ofSeconds(20)).code()).isEqualTo(3);
    Eventually.until(
        "cleaned up", () -> engine.inspect(id).record().state() == ContainerState.EXITED);
  }

  private ContainerId create(String... command) {
    ContainerId id = ContainerId.random(new SecureRandom());
    engine.create(
        TenantId.DEFAULT,
        id,
        "hooked",
        ContainerSpec.builder(Busybox.REFERENCE)
            .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
            .command(command)
            .build());
    return id;
  }
}
