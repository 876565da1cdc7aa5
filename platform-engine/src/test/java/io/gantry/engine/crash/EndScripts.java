package io.gantry.engine.crash;

import io.gantry.api.container.ExitRecord;
import java.time.Duration;
import java.util.List;

/** What ends and starts again. */
final class EndScripts {
  private static final int FAILED = 1;
  private static final int OF_ITS_OWN = 3;

  /** A Go program that is the first of its namespace and gets TERM: runc waiting for the start. */
  private static final int TERMINATED_RUNTIME = 2;

  static final List<CrashScript> ALL =
      List.of(
          CrashScript.of("exit", Saves.SEEN + Saves.FREED, CrashScene::running, CrashScene::exit),
          CrashScript.of(
              "exit-and-remove",
              Saves.SEEN + Saves.FREED + Saves.GONE,
              scene -> scene.running(spec -> spec.autoRemove(true)),
              scene -> {
                scene.endProcess();
                scene.awaitRemoval();
              }),
          CrashScript.of(
              "exit-and-start-again",
              Saves.SEEN + Saves.FREED + Saves.RESTARTED,
              CrashScene::kept,
              scene -> {
                scene.endProcess();
                scene.awaitRun(2);
              }),
          CrashScript.of(
                  "monitor-dies",
                  "monitor.died " + Saves.FREED,
                  CrashScene::running,
                  scene -> {
                    scene.endMonitor();
                    scene.awaitFreed();
                  })
              .endingAlsoWith(ExitRecord.UNSEEN),
          CrashScript.of(
              "stop", Saves.STOPPED + Saves.FREED, CrashScene::running, CrashScene::stop),
          CrashScript.of(
                  "stop-gently",
                  Saves.STOPPED + Saves.FREED,
                  scene -> {
                    scene.create(spec -> spec, "sh", "-c", "trap 'exit 3' TERM; sleep 1000 & wait");
                    scene.start();
                  },
                  scene -> scene.stop(Duration.ofSeconds(5)))
              .endingAlsoWith(OF_ITS_OWN),
          CrashScript.of(
                  "stop-what-is-initialised",
                  Saves.STOPPED + Saves.FREED,
                  CrashScene::initialised,
                  CrashScene::stop)
              .endingAlsoWith(TERMINATED_RUNTIME),
          CrashScript.of(
                  "stop-unseen",
                  "stop.stopping exit.timeout " + Saves.FREED,
                  scene -> {
                    scene.running();
                    scene.freezeMonitor();
                  },
                  scene -> scene.fails(CrashScene::stop))
              .endingAlsoWith(ExitRecord.UNSEEN),
          CrashScript.of(
                  "call-off-a-restart",
                  "restart.put-off",
                  CrashScene::waitingForItsRestart,
                  CrashScene::stop)
              .endingAlsoWith(FAILED),
          CrashScript.of("kill", Saves.KILLED + Saves.FREED, CrashScene::running, CrashScene::kill),
          CrashScript.of(
              "kill-what-is-paused",
              Saves.KILLED + Saves.FREED,
              CrashScene::paused,
              CrashScene::kill),
          CrashScript.of(
              "signal",
              "kill.by-user",
              CrashScene::running,
              scene -> scene.engine().kill(scene.id(), "USR1", "me")),
          CrashScript.of(
              "pause",
              "pause.paused",
              CrashScene::running,
              scene -> scene.engine().pause(scene.id())),
          CrashScript.of(
              "unpause",
              "pause.running",
              CrashScene::paused,
              scene -> scene.engine().unpause(scene.id())),
          CrashScript.of(
              "restart",
              Saves.STOPPED + Saves.FREED + Saves.STARTED,
              CrashScene::running,
              CrashScene::restart),
          CrashScript.of(
              "restart-what-has-exited", Saves.STARTED, CrashScene::exited, CrashScene::restart),
          CrashScript.of(
              "restart-what-is-initialised",
              Saves.OPENED,
              CrashScene::initialised,
              CrashScene::restart),
          CrashScript.of(
              "stop-and-start-in-a-batch",
              Saves.STOPPED + "cleanup.runtime " + Saves.STARTED,
              CrashScene::running,
              EndScripts::stopAndStart),
          CrashScript.of(
              "clean-up-what-is-initialised",
              Saves.FREED,
              CrashScene::initialised,
              scene -> scene.engine().cleanup(scene.id())));

  private EndScripts() {}

  private static void stopAndStart(CrashScene scene) {
    scene
        .engine()
        .batch(
            scene.id(),
            batch -> {
              var unused = batch.stop(Duration.ZERO, "me");
              batch.start();
            });
  }
}
