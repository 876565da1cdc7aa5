package io.gantry.engine.crash;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.HealthSpec;
import io.gantry.api.container.Resources;
import io.gantry.api.container.StopSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.network.NetworkDefinition;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What changes a container, and its health checks. */
final class ChangeScripts {
  private static final String NETWORK = "other";

  static final List<CrashScript> ALL =
      List.of(
          CrashScript.of(
              "rename",
              "update.saved",
              CrashScene::running,
              scene -> scene.engine().rename(scene.id(), "r" + scene.id().shortId())),
          CrashScript.of("update", "update.saved", CrashScene::running, ChangeScripts::limit),
          CrashScript.of(
              "update-what-is-initialised",
              Saves.FREED + "update.saved",
              CrashScene::initialised,
              ChangeScripts::limit),
          CrashScript.of(
              "announce",
              "update.saved",
              CrashScene::running,
              scene -> {
                boolean unused = scene.engine().announce(scene.id());
              }),
          CrashScript.of(
              "connect", Saves.REWIRED, ChangeScripts::besideANetwork, ChangeScripts::connect),
          CrashScript.of(
              "disconnect",
              Saves.REWIRED,
              scene -> {
                besideANetwork(scene);
                connect(scene);
              },
              scene -> scene.engine().disconnect(scene.id(), NETWORK)),
          CrashScript.of(
              "reload-the-network",
              Saves.REWIRED,
              CrashScene::running,
              scene -> scene.engine().reloadNetwork(scene.id())),
          CrashScript.of(
              "health-check",
              "health.changed",
              scene -> checked(scene, "true", null),
              scene -> {
                var unused = scene.engine().checkHealth(scene.id());
              }),
          CrashScript.of(
              "health-check-that-kills",
              "health.changed " + Saves.KILLED + Saves.FREED,
              scene -> checked(scene, "false", HealthSpec.OnFailure.KILL),
              ChangeScripts::fail),
          CrashScript.of(
              "health-check-that-stops",
              "health.changed " + Saves.STOPPED + Saves.FREED,
              scene -> checked(scene, "false", HealthSpec.OnFailure.STOP),
              ChangeScripts::fail),
          CrashScript.of(
              "health-check-that-restarts",
              "health.changed " + Saves.STOPPED + Saves.FREED + Saves.STARTED,
              scene -> checked(scene, "false", HealthSpec.OnFailure.RESTART),
              scene -> {
                var unused = scene.engine().checkHealth(scene.id());
                scene.awaitRun(2);
              }));

  private ChangeScripts() {}

  private static void limit(CrashScene scene) {
    Resources resources = new Resources(64L << 20, null, null, null, null, null, null, null);
    ContainerSpec spec = scene.engine().inspect(scene.id()).config().spec();
    scene.engine().update(scene.id(), spec.toBuilder().resources(resources).build());
  }

  private static void besideANetwork(CrashScene scene) {
    scene.running();
    if (scene.engine().networks().list(TenantId.DEFAULT).stream()
        .noneMatch(network -> network.name().equals(NETWORK))) {
      var unused =
          scene.engine().networks().create(TenantId.DEFAULT, NETWORK, NetworkDefinition.PLAIN);
    }
  }

  private static void connect(CrashScene scene) {
    scene.engine().connect(scene.id(), NETWORK);
  }

  private static void checked(
      CrashScene scene, String command, HealthSpec.@Nullable OnFailure onFailure) {
    HealthSpec health =
        new HealthSpec(List.of("CMD", command), Duration.ZERO, null, 1, null, onFailure);
    StopSpec stop = new StopSpec(null, Duration.ofMillis(100));
    scene.running(spec -> spec.health(health).stop(stop));
  }

  private static void fail(CrashScene scene) {
    var unused = scene.engine().checkHealth(scene.id());
    scene.awaitFreed();
  }
}
