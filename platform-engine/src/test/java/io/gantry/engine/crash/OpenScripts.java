package io.gantry.engine.crash;

import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitRecord;
import java.util.List;

/** What an engine does when it opens, after a reboot of the host too. */
final class OpenScripts {

  static final List<CrashScript> ALL =
      List.of(
          CrashScript.of(
                  "reboot",
                  "refresh.saved",
                  CrashScene::running,
                  scene -> {
                    scene.reboot();
                    scene.await(ContainerState.CONFIGURED);
                  })
              .endingAlsoWith(ExitRecord.UNSEEN),
          CrashScript.of(
                  "reboot-with-a-policy",
                  "refresh.saved " + Saves.RESTARTED,
                  CrashScene::kept,
                  scene -> {
                    scene.reboot();
                    scene.awaitRun(2);
                  })
              .endingAlsoWith(ExitRecord.UNSEEN),
          CrashScript.of(
              "open-after-an-exit",
              Saves.SEEN + Saves.FREED,
              CrashScene::running,
              scene -> {
                scene.reopen(CrashScene::endProcess);
                scene.awaitFreed();
              }),
          CrashScript.of(
              "open-after-an-exit-with-a-policy",
              Saves.SEEN + Saves.FREED + Saves.RESTARTED,
              CrashScene::kept,
              scene -> {
                scene.reopen(CrashScene::endProcess);
                scene.awaitRun(2);
              }),
          CrashScript.of(
                  "open-after-the-monitors-death",
                  "monitor.died " + Saves.FREED,
                  CrashScene::running,
                  scene -> {
                    scene.reopen(CrashScene::endMonitor);
                    scene.awaitFreed();
                  })
              .endingAlsoWith(ExitRecord.UNSEEN),
          CrashScript.of(
              "open-what-waits-without-a-monitor",
              Saves.FREED,
              CrashScene::initialised,
              scene -> {
                scene.reopen(CrashScene::endMonitor);
                scene.await(ContainerState.CONFIGURED);
              }),
          CrashScript.of(
              "open-after-a-pause-beside",
              "pause.paused",
              CrashScene::running,
              scene -> {
                scene.reopen(closed -> closed.runc("pause"));
                scene.await(ContainerState.PAUSED);
              }),
          CrashScript.of(
              "open-after-a-resume-beside",
              "pause.running",
              CrashScene::paused,
              scene -> {
                scene.reopen(closed -> closed.runc("resume"));
                scene.await(ContainerState.RUNNING);
              }));

  private OpenScripts() {}
}
