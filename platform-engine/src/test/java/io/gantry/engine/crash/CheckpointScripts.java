package io.gantry.engine.crash;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.TenantId;
import io.gantry.engine.checkpoint.ArchiveTarget;
import io.gantry.engine.checkpoint.CheckpointOptions;
import io.gantry.engine.checkpoint.NewContainer;
import io.gantry.engine.checkpoint.RestoreOptions;
import java.nio.file.Path;
import java.util.List;

/** What writes containers to the disk and has them go on. */
final class CheckpointScripts {
  private static final String VOLUME = "moved";

  static final List<CrashScript> ALL =
      List.of(
          CrashScript.of(
              "checkpoint",
              Saves.CHECKPOINTED + Saves.FREED,
              CrashScene::running,
              scene -> checkpoint(scene, CheckpointOptions.DEFAULT)),
          CrashScript.of(
              "checkpoint-and-run-on",
              Saves.CHECKPOINTED,
              CrashScene::running,
              scene -> checkpoint(scene, CheckpointOptions.DEFAULT.keepingRunning())),
          CrashScript.of(
              "checkpoint-to-an-archive",
              Saves.CHECKPOINTED + Saves.FREED,
              CheckpointScripts::runningWithAVolume,
              CheckpointScripts::export),
          CrashScript.of(
                  "restore",
                  "prepare.done restore.saved",
                  scene -> {
                    scene.running();
                    checkpoint(scene, CheckpointOptions.DEFAULT);
                  },
                  CheckpointScripts::restore)
              .endingAlsoWith(ExitRecord.UNSEEN),
          CrashScript.of(
              "import", Saves.CREATED, CheckpointScripts::archived, CheckpointScripts::importIt),
          CrashScript.of(
                  "restore-what-was-imported",
                  "prepare.done restore.saved",
                  scene -> {
                    archived(scene);
                    importIt(scene);
                  },
                  CheckpointScripts::restore)
              .endingAlsoWith(ExitRecord.UNSEEN));

  private CheckpointScripts() {}

  private static void checkpoint(CrashScene scene, CheckpointOptions options) {
    var unused = scene.engine().checkpoints().checkpoint(scene.id(), options);
  }

  private static void runningWithAVolume(CrashScene scene) {
    MountSpec volume = new MountSpec(MountSpec.Kind.VOLUME, VOLUME, "/store", false, null);
    scene.running(spec -> spec.mounts(volume));
  }

  private static void export(CrashScene scene) {
    checkpoint(scene, CheckpointOptions.DEFAULT.exportedTo(ArchiveTarget.of(archive(scene))));
  }

  private static Path archive(CrashScene scene) {
    return scene.directory().resolve("archive");
  }

  private static void archived(CrashScene scene) {
    runningWithAVolume(scene);
    export(scene);
    scene.remove();
    scene.engine().volumes().remove(TenantId.DEFAULT, VOLUME);
  }

  private static void importIt(CrashScene scene) {
    ContainerId copy = scene.newId();
    var unused =
        scene
            .engine()
            .checkpoints()
            .importArchive(archive(scene), new NewContainer(TenantId.DEFAULT, copy, null, null));
  }

  private static void restore(CrashScene scene) {
    var unused = scene.engine().checkpoints().restore(scene.id(), RestoreOptions.DEFAULT);
  }
}
