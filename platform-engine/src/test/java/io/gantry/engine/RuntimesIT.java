package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.SecuritySpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.cgroup.CgroupMode;
import io.gantry.engine.feature.RuntimeFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@RequiresHost({"root", "runc", "conmon", "busybox"})
class RuntimesIT {
  /** runc under another name, which lists features of its own. */
  private static final String LESSER =
      """
      #!/bin/sh
      case $1 in
        --version) echo "%s version 0.9";;
        features) echo '{"linux": {"seccomp": {"enabled": false}}}';;
        *) exec runc "$@";;
      esac
      """;

  private final Path directory;

  RuntimesIT(@TempDir Path directory) throws IOException {
    this.directory = directory.toRealPath();
  }

  private EngineConfig config() {
    return EngineConfig.of(directory.resolve("home"), directory.resolve("run"));
  }

  private Path lesser(String name) throws IOException {
    Path program = Files.writeString(directory.resolve(name), LESSER.formatted(name));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  private static ContainerId create(Engine engine, SecuritySpec security) {
    ContainerId id = ContainerId.random(new SecureRandom());
    ContainerSpec spec =
        ContainerSpec.builder(Busybox.REFERENCE)
            .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
            .security(security)
            .command("sh", "-c", "exit 42")
            .build();
    engine.create(TenantId.DEFAULT, id, "c-" + id.shortId(), spec);
    return id;
  }

  private void refused(EngineConfig config, ErrorCode code, String words) {
    assertThatThrownBy(() -> Engine.open(config).close())
        .hasMessageContaining(words)
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void tellsWhichRuntimeItUsesAndWhatThatCan() {
    try (Engine engine = Engine.open(config())) {
      EngineInfo info = engine.info();

      assertThat(info.runtime().name()).isEqualTo("runc");
      assertThat(info.runtime().version()).startsWith("1.");
      assertThat(info.runtime().path()).isAbsolute().isExecutable();
      assertThat(info.runtime().features())
          .contains(RuntimeFeature.SECCOMP, RuntimeFeature.USER_NAMESPACES);
      assertThat(info.cgroups()).isNotEqualTo(CgroupMode.NONE);
      assertThat(info.kernel()).isEqualTo(System.getProperty("os.version"));
      assertThat(info.storageDriver()).isEqualTo("overlay");
      engine.purge();
    }
  }

  @Test
  void refusesAContainerThatNeedsWhatTheRuntimeLacks() throws Exception {
    SecuritySpec unconfined =
        new SecuritySpec(
            false, null, null, false, false, "unconfined", null, null, null, false, false);
    try (Engine engine = Engine.open(config().withRuntime(lesser("little").toString()))) {
      Busybox.importInto(engine.images());

      assertThatThrownBy(() -> create(engine, SecuritySpec.DEFAULT))
          .hasMessageContaining("little 0.9")
          .hasMessageContaining("no seccomp: run it without a filter")
          .isInstanceOfSatisfying(
              GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
      assertThat(engine.list()).isEmpty();
      ContainerId id = create(engine, unconfined);
      engine.start(id);
      assertThat(engine.waitForExit(id, 1, Duration.ofSeconds(30)).code()).isEqualTo(42);
      engine.purge();
    }
  }

  @Test
  void refusesToOpenWithAnotherRuntimeWhileContainersOfOneAreThere() throws Exception {
    EngineConfig runc = config();
    try (Engine engine = Engine.open(runc)) {
      Busybox.importInto(engine.images());
      ContainerId id = create(engine, SecuritySpec.DEFAULT);
      engine.init(id);
    }

    refused(
        runc.withRuntime(lesser("little").toString()),
        ErrorCode.CONFLICT,
        "the runtime runc has containers in " + directory.resolve("run/runc"));
    try (Engine engine = Engine.open(runc)) {
      engine.purge();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nosuchruntime", "/nonexistent/runc"})
  void refusesToOpenWithARuntimeThatIsNotThere(String runtime) {
    refused(config().withRuntime(runtime), ErrorCode.UNSUPPORTED, runtime);
    assertThat(directory.resolve("home")).doesNotExist();
  }

  @Test
  @RequiresHost("crun")
  void takesCrunWhereItWorks() throws Exception {
    Path real = Path.of("/opt/gantry-crun/crun");
    EngineConfig crun = config().withRuntime(Files.isExecutable(real) ? real.toString() : "crun");
    Path controllers = Path.of("/sys/fs/cgroup/unified/cgroup.controllers");

    if (Files.exists(controllers) && !Files.readString(controllers).isBlank()) {
      refused(crun, ErrorCode.UNSUPPORTED, "does not work with hybrid cgroups");
      return;
    }
    try (Engine engine = Engine.open(crun)) {
      Busybox.importInto(engine.images());
      ContainerId id = create(engine, SecuritySpec.DEFAULT);
      engine.start(id);
      assertThat(engine.waitForExit(id, 1, Duration.ofSeconds(30)).code()).isEqualTo(42);
      engine.purge();
    }
  }
}
