package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.RestartPolicy;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoveTest {
  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static final RemoveOptions GENTLY = new RemoveOptions(false, false, null, null);

  @Test
  @Rule({"REMOVAL-8", "REMOVAL-9", "REMOVAL-10", "TEARDOWN-2", "EVENTS-2"})
  void leavesNothing() {
    ContainerId id = world.exited(1);

    world.lifecycle.remove(id, GENTLY);

    assertThat(world.store.find(id)).isEmpty();
    assertThat(world.host.stored).isEmpty();
    assertThat(world.savePoints).containsSubsequence("remove.removing", "remove.deleted");
    assertThat(world.events()).endsWith("remove");
    assertThat(world.reports()).anyMatch(r -> r.status() != null && r.status().removed());
  }

  @Test
  @Rule({"REMOVAL-1", "REMOVAL-3"})
  void refusesWhatRunsUnlessForced() {
    ContainerId running = world.running();
    ContainerId paused = world.running();
    world.lifecycle.pause(paused);

    for (ContainerId id : List.of(running, paused)) {
      assertThatThrownBy(() -> world.lifecycle.remove(id, GENTLY))
          .isInstanceOfSatisfying(
              GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INVALID));
      world.lifecycle.remove(id, World.FORCED);
      assertThat(world.store.find(id)).isEmpty();
      assertThat(world.exit(id, 1).requestedBy()).isEqualTo("remover");
    }
  }

  @Test
  @Rule({"REMOVAL-1", "REMOVAL-3", "REMOVAL-10"})
  void refusesWhatCommandsRunInUnlessForced() {
    ContainerId id = world.exited(1);
    world.host.sessions.add(id);

    assertThatThrownBy(() -> world.lifecycle.remove(id, GENTLY))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INVALID));
    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
    world.lifecycle.remove(id, World.FORCED);

    assertThat(world.host.sessions).isEmpty();
    assertThat(world.host.calls).containsSubsequence("sessions.end", "root.delete");
    assertThat(world.store.find(id)).isEmpty();
  }

  @Test
  @Rule("REMOVAL-6")
  void killsWhatIsPausedBeforeItIsThawed() {
    ContainerId id = world.running();
    world.lifecycle.pause(id);

    world.lifecycle.remove(id, World.FORCED);

    assertThat(world.host.calls).containsSubsequence("signal 9", "runtime.resume");
  }

  @Test
  @Rule({"REMOVAL-7", "STOP-13"})
  void goesOnWithADeadMonitor() {
    ContainerId id = world.running();
    world.host.losesExits = true;

    world.lifecycle.remove(id, World.FORCED);

    assertThat(world.store.find(id)).isEmpty();
    assertThat(world.exit(id, 1).code()).isEqualTo(-1);
  }

  @Test
  @Rule("REMOVAL-2")
  void takesWhatIsGoneForSuccess() {
    world.lifecycle.remove(new ContainerId("f".repeat(64)), GENTLY);

    assertThat(world.host.calls).isEmpty();
  }

  @Test
  @Rule({"REMOVAL-12", "REMOVAL-14", "TEARDOWN-2", "MOUNT-9"})
  void keepsTheRowUntilEverythingIsFreed() {
    ContainerId id = world.exited(1);
    world.host.failOn("root.delete", GantryException.of(ErrorCode.STORAGE, "busy"));

    assertThatThrownBy(() -> world.lifecycle.remove(id, GENTLY)).hasMessage("busy");
    assertThat(world.state(id)).isEqualTo(ContainerState.REMOVING);
    assertThatThrownBy(() -> world.lifecycle.start(id))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INVALID));
    assertThat(world.host.mounted).isEmpty();

    world.lifecycle.remove(id, GENTLY);
    assertThat(world.store.find(id)).isEmpty();
  }

  @Test
  @Rule("REMOVAL-9")
  void endsIfItCannotSaveThatItRemoves() {
    ContainerId id = world.exited(1);
    world.beforeSave =
        point -> {
          if (point.equals("remove.removing")) {
            throw GantryException.of(ErrorCode.NO_SPACE, "full");
          }
        };

    assertThatThrownBy(() -> world.lifecycle.remove(id, GENTLY)).hasMessage("full");

    assertThat(world.host.stored).contains(id);
  }

  @Test
  @Rule("STATES-6")
  void removesByForceWhatIsUnknown() {
    ContainerId id = world.running();
    world.force(id, ContainerState.UNKNOWN);
    assertThatThrownBy(() -> world.lifecycle.remove(id, GENTLY))
        .isInstanceOf(GantryException.class);

    world.lifecycle.remove(id, World.FORCED);

    assertThat(world.store.find(id)).isEmpty();
    assertThat(world.host.presence(id)).isEqualTo(ContainerRuntime.Presence.ABSENT);
    assertThat(world.exit(id, 1).cause()).isEqualTo(ExitCause.UNKNOWN);
  }

  @Test
  @Rule("REMOVAL-8")
  void cleansUpFirstWhatHasEnded() {
    ContainerId id = world.running();
    world.host.exit(id, 1);
    world.host.calls.clear();

    world.lifecycle.remove(id, GENTLY);

    assertThat(world.host.calls)
        .containsExactly(
            "runtime.delete",
            "exits.forget",
            "network.detach",
            "root.unmount",
            "network.detach",
            "sessions.end",
            "exits.forget",
            "root.delete");
  }

  @Test
  @Rule({"REMOVAL-12", "REMOVAL-14"})
  void freesAgainWhatItsCleanupCouldNot() {
    for (String part : List.of("runtime.delete", "network.detach", "root.unmount")) {
      ContainerId id = world.running();
      world.host.exit(id, 1);
      world.host.failOn(part, GantryException.of(ErrorCode.INTERNAL, "once"));

      world.lifecycle.remove(id, GENTLY);

      assertGone(id);
    }
  }

  @Test
  @Rule({"REMOVAL-12", "NETWORK-7"})
  void disconnectsWhatAnEarlierCleanupCouldNot() {
    ContainerId id = world.running();
    world.host.failOn("network.detach", GantryException.of(ErrorCode.NETWORK, "once"));
    world.end(id, 1);
    assertThat(world.record(id).network()).isNull();
    assertThat(world.host.connected).contains(id);

    world.lifecycle.remove(id, GENTLY);

    assertGone(id);
  }

  @Test
  @Rule({"REMOVAL-10", "REMOVAL-14", "MONITORFILES-3"})
  void freesAllOfWhatACrashLeftInItsRemoval() {
    ContainerId id = world.running();
    world.host.exit(id, 1);
    world.force(id, ContainerState.REMOVING);
    world.left(id, fields -> fields.mountPoint(null).network(null));

    world.lifecycle.remove(id, GENTLY);

    assertGone(id);
    assertThat(world.host.exitFiles).isEmpty();
  }

  private void assertGone(ContainerId id) {
    assertThat(world.store.find(id)).isEmpty();
    assertThat(world.host.presence(id)).isEqualTo(ContainerRuntime.Presence.ABSENT);
    assertThat(world.host.connected).isEmpty();
    assertThat(world.host.mounted).isEmpty();
    assertThat(world.host.stored).isEmpty();
  }

  @Test
  @Rule({"REMOVAL-14", "INIT-17"})
  void freesWhatAFailedCreationCouldNotTakeBack() {
    ContainerId id = world.create();
    world.host.failOn("network.connect", GantryException.of(ErrorCode.NETWORK, "no links"));
    world.host.failOn("runtime.delete", GantryException.of(ErrorCode.RUNTIME, "busy"));
    assertThatThrownBy(() -> world.lifecycle.start(id)).hasMessage("no links");

    world.lifecycle.remove(id, GENTLY);

    assertGone(id);
    assertThat(world.host.alive).isEmpty();
  }

  @Test
  @Rule({"REMOVAL-7", "CLEANUP-RUNTIME-8"})
  void takesWhatIsRemovedDuringItsStopForSuccess() {
    ContainerId id = world.running();
    world.host.during("signal 9", () -> world.store.remove(world.config(id), world.lastChange(id)));

    world.lifecycle.remove(id, World.FORCED);

    assertThat(world.host.calls).endsWith("runtime.delete");
    assertThat(world.events()).doesNotContain("remove");
  }

  @Test
  @Rule({"REMOVAL-14", "SAVE-3"})
  void goesOnWhereItWasCutOff() {
    ContainerId id = world.exited(1);
    world.beforeSave =
        point -> {
          if (point.equals("remove.deleted")) {
            throw GantryException.of(ErrorCode.NO_SPACE, "full");
          }
        };
    assertThatThrownBy(() -> world.lifecycle.remove(id, GENTLY)).hasMessage("full");
    assertThat(world.state(id)).isEqualTo(ContainerState.REMOVING);

    world.beforeSave = point -> {};
    world.lifecycle.remove(id, GENTLY);

    assertGone(id);
  }

  @Test
  @Rule({"REMOVAL-9", "RESTART-10"})
  void startsNothingAgainThatItCouldNotRemoveYet() {
    ContainerId id =
        world.running(spec -> spec.restart(new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0)));
    world.end(id, 1);
    world.host.failOn("root.delete", GantryException.of(ErrorCode.STORAGE, "busy"));

    assertThatThrownBy(() -> world.lifecycle.remove(id, GENTLY)).hasMessage("busy");

    assertThat(world.record(id).nextRestartAt()).isNull();
  }
}
