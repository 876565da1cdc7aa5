package io.gantry.engine.crash;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.pod.PodId;
import io.gantry.api.pod.PodSpec;
import io.gantry.engine.Busybox;
import io.gantry.engine.pod.NewMember;
import io.gantry.engine.pod.Pods;
import io.gantry.engine.state.PodMembership.Role;
import io.gantry.engine.state.PodRecord;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/** What is done to pods. */
final class PodScripts {
  static final List<CrashScript> ALL =
      List.of(
          CrashScript.of(
              "pod-create",
              "pod.creating " + Saves.CREATED + "pod.created",
              scene -> {},
              PodScripts::create),
          CrashScript.of("pod-add", Saves.CREATED, PodScripts::create, PodScripts::add),
          CrashScript.of(
              "pod-start",
              Saves.STARTED + Saves.STARTED,
              PodScripts::withMember,
              scene -> pods(scene).start(pod(scene))),
          CrashScript.of(
              "pod-stop",
              Saves.STOPPED + Saves.FREED + Saves.STOPPED + Saves.FREED_OF_A_MEMBER,
              PodScripts::running,
              scene -> {
                pods(scene).stop(pod(scene), Duration.ZERO, "me");
                scene.awaitFreed();
              }),
          CrashScript.of(
              "pod-kill",
              Saves.KILLED + Saves.FREED + Saves.KILLED + Saves.FREED_OF_A_MEMBER,
              PodScripts::running,
              scene -> {
                pods(scene).kill(pod(scene), "KILL", "me");
                scene.awaitFreed();
              }),
          CrashScript.of(
              "pod-pause",
              "pause.paused pause.paused",
              PodScripts::running,
              scene -> pods(scene).pause(pod(scene))),
          CrashScript.of(
              "pod-unpause",
              "pause.running pause.running",
              scene -> {
                running(scene);
                pods(scene).pause(pod(scene));
              },
              scene -> pods(scene).unpause(pod(scene))),
          CrashScript.of(
              "pod-whose-member-exits",
              Saves.SEEN + Saves.FREED_OF_A_MEMBER + Saves.STOPPED + Saves.FREED,
              PodScripts::running,
              CrashScene::exit),
          CrashScript.of(
              "pod-remove",
              "pod.removing "
                  + Saves.STOPPED
                  + Saves.FREED_OF_A_MEMBER
                  + Saves.GONE
                  + "pod.let-go "
                  + Saves.STOPPED
                  + Saves.FREED
                  + Saves.GONE
                  + "pod.deleted",
              PodScripts::running,
              scene -> pods(scene).remove(pod(scene), true, CrashScene.FORCE)));

  private PodScripts() {}

  private static Pods pods(CrashScene scene) {
    return scene.engine().pods();
  }

  /** The only one there is. */
  private static PodId pod(CrashScene scene) {
    return pods(scene).list().getFirst().id();
  }

  private static void create(CrashScene scene) {
    PodId id = PodId.random(new SecureRandom());
    PodSpec spec = PodSpec.DEFAULT.withExitPolicy(PodSpec.ExitPolicy.STOP);
    PodRecord unused = pods(scene).create(TenantId.DEFAULT, id, "p" + id.shortId(), spec);
  }

  private static void add(CrashScene scene) {
    ContainerId id = scene.newId();
    ContainerSpec member =
        ContainerSpec.builder(Busybox.REFERENCE).command("sleep", "1000").build();
    pods(scene).add(pod(scene), new NewMember(id, null, member, Role.MEMBER));
  }

  private static void withMember(CrashScene scene) {
    create(scene);
    add(scene);
  }

  private static void running(CrashScene scene) {
    withMember(scene);
    pods(scene).start(pod(scene));
  }
}
