package io.gantry.engine.crash;

import java.util.List;

/** What removes. */
final class RemoveScripts {
  static final List<CrashScript> ALL =
      List.of(
          CrashScript.of("remove", Saves.GONE, CrashScene::create, CrashScene::remove),
          CrashScript.of(
              "remove-what-is-initialised",
              Saves.FREED + Saves.GONE,
              CrashScene::initialised,
              CrashScene::remove),
          CrashScript.of(
              "remove-what-runs",
              Saves.STOPPED + Saves.FREED + Saves.GONE,
              CrashScene::running,
              CrashScene::remove),
          CrashScript.of(
              "remove-what-is-paused",
              Saves.KILLED + Saves.FREED + Saves.GONE,
              CrashScene::paused,
              CrashScene::remove),
          CrashScript.of(
              "remove-what-has-exited", Saves.GONE, CrashScene::exited, CrashScene::remove),
          CrashScript.of(
              "remove-with-what-needs-it",
              Saves.STOPPED + Saves.FREED + Saves.GONE + Saves.STOPPED + Saves.FREED + Saves.GONE,
              scene -> {
                scene.createWithNeeded();
                scene.engine().startWithDependencies(scene.id());
              },
              scene -> scene.engine().removeWithDependents(scene.needed(), CrashScene.FORCE)),
          CrashScript.of(
              "evict",
              Saves.STOPPED + Saves.FREED + Saves.GONE,
              CrashScene::running,
              scene -> scene.engine().evict(scene.id(), "me")),
          CrashScript.of(
              "purge",
              Saves.STOPPED + Saves.FREED + Saves.GONE,
              CrashScene::running,
              scene -> scene.engine().purge()));

  private RemoveScripts() {}
}
