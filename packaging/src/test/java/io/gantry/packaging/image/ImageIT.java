package io.gantry.packaging.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.HealthState;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.SecuritySpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageSummary;
import io.gantry.api.image.TransferProgress;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Engine;
import io.gantry.engine.EngineConfig;
import io.gantry.engine.Eventually;
import io.gantry.engine.Remains;
import io.gantry.engine.log.LogLine;
import io.gantry.engine.log.LogOptions;
import io.gantry.engine.log.LogReader;
import io.gantry.packaging.Health;
import io.gantry.packaging.Outcome;
import io.gantry.packaging.Repository;
import io.gantry.persistence.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The images, loaded and run by the engine. */
@Timeout(240)
@RequiresHost({"root", "runc", "conmon", "netavark", "apt-get", "dpkg-deb"})
class ImageIT {
  private static final Duration LONG = Duration.ofMinutes(2);

  private static Path directory;
  private static Engine engine;
  private static String controlPlane;
  private static String agent;

  @BeforeAll
  static void buildAndLoad(@TempDir Path temporary) throws IOException, InterruptedException {
    directory = temporary;
    Outcome.of(
            Map.of("JAVA_HOME", System.getProperty("java.home")),
            List.of(Repository.path("docker/build").toString(), directory.toString()))
        .successfully();
    engine = Engine.open(EngineConfig.of(directory.resolve("home"), directory.resolve("run")));
    controlPlane = load("control-plane");
    agent = load("agent");
  }

  private static String load(String name) throws IOException {
    Path archive = directory.resolve("gantry-" + name + ".oci.tar");
    try (InputStream stream = Files.newInputStream(archive)) {
      List<ImageSummary> loaded =
          engine.images().load(TenantId.DEFAULT, stream, TransferProgress.NONE);
      return loaded.getFirst().names().getFirst();
    }
  }

  @AfterAll
  static void purge() {
    engine.purge();
    engine.close();
    assertThat(Remains.in(directory)).isEmpty();
  }

  @Test
  void theControlPlaneRunsWithoutRightsAndTurnsHealthy() throws IOException, InterruptedException {
    TestDatabase database = TestDatabase.create();
    int port = Health.freePort();

    ContainerId id =
        start(
            ContainerSpec.builder(controlPlane)
                .network(NetworkSpec.of(NetworkSpec.Mode.HOST))
                .environment(
                    Map.of(
                        "GANTRY_DB_URL", database.url(),
                        "GANTRY_DB_USER", database.application(),
                        "GANTRY_DB_OWNER", database.owner(),
                        "GANTRY_PORT", Integer.toString(port)))
                .security(confined())
                .mounts(new MountSpec(MountSpec.Kind.TMPFS, null, "/tmp", false, null)));

    Eventually.until(
        "the control plane is healthy",
        LONG,
        () -> engine.health(id).state() == HealthState.HEALTHY || ended(id));
    assertThat(engine.health(id).state()).as(log(id)).isEqualTo(HealthState.HEALTHY);
    assertThat(Health.isReady(port)).isTrue();
  }

  @Test
  void theControlPlanesImageSaysWhatItIs() {
    ImageConfig config = engine.images().inspect(TenantId.DEFAULT, controlPlane).config();

    assertThat(config.user()).isEqualTo("10001:10001");
    assertThat(config.labels())
        .containsKeys(
            "org.opencontainers.image.title",
            "org.opencontainers.image.version",
            "org.opencontainers.image.created");
    assertThat(config.environment()).noneMatch(variable -> variable.contains("PASSWORD"));
    assertThat(config.health()).isNotNull();
  }

  @Test
  void theAgentFindsInItsImageWhatItDrives() throws IOException, InterruptedException {
    String script = "runc --version && /usr/lib/podman/netavark --version && iptables --version";

    ContainerId version = end(ContainerSpec.builder(agent).command("version"));
    ContainerId programs = end(ContainerSpec.builder(agent).entrypoint("sh", "-c").command(script));

    assertThat(log(version)).contains("gantry");
    assertThat(log(programs)).contains("runc version", "netavark", "iptables v");
  }

  private static boolean ended(ContainerId id) {
    return engine.inspect(id).record().state() != ContainerState.RUNNING;
  }

  private static SecuritySpec confined() {
    return new SecuritySpec(
        false, null, List.of("ALL"), true, true, null, null, null, null, false, false);
  }

  private static ContainerId start(ContainerSpec.Builder spec) {
    ContainerId id = ContainerId.random(new SecureRandom());
    engine.create(TenantId.DEFAULT, id, "c" + id.shortId(), spec.build());
    engine.start(id);
    return id;
  }

  private static ContainerId end(ContainerSpec.Builder spec)
      throws IOException, InterruptedException {
    ContainerId id = start(spec.network(NetworkSpec.of(NetworkSpec.Mode.NONE)));
    int code = engine.waitForExit(id, 1, LONG).code();
    assertThat(code).as(log(id)).isZero();
    return id;
  }

  private static String log(ContainerId id) throws InterruptedException {
    StringBuilder text = new StringBuilder();
    try (LogReader reader = engine.logs(id, LogOptions.ALL)) {
      for (Optional<LogLine> line = reader.next(); line.isPresent(); line = reader.next()) {
        text.append(new String(line.get().text(), StandardCharsets.UTF_8)).append('\n');
      }
    }
    return text.toString();
  }
}
