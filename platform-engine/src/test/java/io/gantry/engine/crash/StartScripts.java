package io.gantry.engine.crash;

import io.gantry.api.container.ContainerState;
import io.gantry.api.container.NamespaceSpec;
import io.gantry.api.container.UserNamespaceSpec;
import java.util.List;

/** What creates and starts. */
final class StartScripts {
  static final String AHEAD = "create-and-initialise-ahead";

  private static final int NOT_PERMITTED = 126;
  private static final int NOT_FOUND = 127;
  private static final NamespaceSpec OWN_USERS =
      new NamespaceSpec(
          null,
          null,
          null,
          null,
          new UserNamespaceSpec(UserNamespaceSpec.Mode.AUTO, null, null, null),
          null);

  static final List<CrashScript> ALL =
      List.of(
          CrashScript.of("create", Saves.CREATED, scene -> {}, CrashScene::create),
          CrashScript.of(
              AHEAD,
              Saves.CREATED + Saves.INITIALISED,
              scene -> {},
              scene -> {
                scene.create();
                scene.await(ContainerState.CREATED);
              }),
          CrashScript.of(
              "init",
              Saves.INITIALISED,
              CrashScene::create,
              scene -> scene.engine().init(scene.id())),
          CrashScript.of("start", Saves.STARTED, CrashScene::create, CrashScene::start),
          CrashScript.of(
              "start-what-is-initialised",
              Saves.OPENED,
              CrashScene::initialised,
              CrashScene::start),
          CrashScript.of("start-again", Saves.STARTED, CrashScene::exited, CrashScene::start),
          CrashScript.of(
              "start-with-users-of-its-own",
              Saves.STARTED + "prepare.done",
              scene -> scene.create(spec -> spec.namespaces(OWN_USERS), "sleep", "1000"),
              CrashScene::start),
          CrashScript.of(
              "start-with-what-it-needs",
              Saves.STARTED + Saves.STARTED,
              CrashScene::createWithNeeded,
              scene -> scene.engine().startWithDependencies(scene.id())),
          CrashScript.of(
                  "start-what-is-not-there",
                  Saves.NOT_STARTED,
                  scene -> scene.create(spec -> spec, "/bin/no-such-program"),
                  scene -> scene.fails(CrashScene::start))
              .endingAlsoWith(NOT_FOUND),
          CrashScript.of(
                  "start-what-may-not-be-run",
                  Saves.NOT_STARTED,
                  scene -> scene.create(spec -> spec, "/bin/text"),
                  scene -> scene.fails(CrashScene::start))
              .endingAlsoWith(NOT_PERMITTED),
          CrashScript.of(
                  "start-in-vain-and-remove",
                  Saves.NOT_STARTED + Saves.GONE,
                  scene -> scene.create(spec -> spec.autoRemove(true), "/bin/no-such-program"),
                  scene -> scene.fails(CrashScene::start))
              .endingAlsoWith(NOT_FOUND));

  private StartScripts() {}
}
