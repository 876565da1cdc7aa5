package io.gantry.engine.lifecycle;

import static io.gantry.engine.lifecycle.ContainerRuntime.Presence.PAUSED;
import static io.gantry.engine.lifecycle.ContainerRuntime.Presence.RUNNING;
import static io.gantry.engine.lifecycle.ContainerRuntime.Presence.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.RestartPolicy;
import io.gantry.engine.Rule;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RuntimeSyncTest {
  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @Rule("SYNC-10")
  void recordsThatItWasPausedAndResumedBesideTheEngine() {
    ContainerId id = world.running();

    world.host.becomes(id, PAUSED);
    world.lifecycle.sync(id);
    assertThat(world.state(id)).isEqualTo(ContainerState.PAUSED);

    world.host.becomes(id, RUNNING);
    world.lifecycle.sync(id);
    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
  }

  @ParameterizedTest
  @EnumSource(names = {"RUNNING", "PAUSED"})
  @Rule("SYNC-10")
  void leavesWhatIsStoppingAsItIs(ContainerRuntime.Presence presence) {
    ContainerId id = world.running();
    world.force(id, ContainerState.STOPPING);
    world.host.becomes(id, presence);

    world.lifecycle.sync(id);

    assertThat(world.state(id)).isEqualTo(ContainerState.STOPPING);
  }

  @Test
  @Rule("SYNC-10")
  void waitsForTheExitFileOfAnEndThatALiveMonitorSees() {
    ContainerId id = world.running();
    world.host.becomes(id, STOPPED);

    world.lifecycle.sync(id);

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.reportedExits()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"RUNNING", "PAUSED", "STOPPING"})
  @Rule("EXIT-14")
  void endsWhatTheRuntimeHasLost(ContainerState state) {
    ContainerId id = world.running();
    world.force(id, state);
    world.host.lose(id);
    world.host.calls.clear();

    world.lifecycle.sync(id);

    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
    assertThat(world.record(id).exitCode()).isEqualTo(-1);
    assertThat(world.record(id).finishedAt()).isEqualTo(world.now);
    assertThat(world.exit(id, 1).code()).isEqualTo(-1);
    assertThat(world.exit(id, 1).cause()).isEqualTo(ExitCause.UNKNOWN);
    assertThat(world.exit(id, 1).evidence()).contains("runtime does not know");
    assertThat(world.host.calls).contains("exits.forget");
    assertThat(world.host.mounted).isEmpty();
  }

  @Test
  @Rule("EXIT-14")
  void believesTheExitFileThatIsThere() {
    ContainerId id = world.running();
    world.host.exit(id, 7);
    world.host.lose(id);

    world.lifecycle.sync(id);

    assertThat(world.exit(id, 1).code()).isEqualTo(7);
  }

  @Test
  @Rule("EXIT-14")
  void believesTheExitFileThatCameAfterTheLook() {
    ContainerId id = world.running();
    world.host.lose(id);
    world.host.during(
        "runtime.presence", () -> world.host.exitFiles.put(id, new SeenExit(7, world.now)));

    world.lifecycle.sync(id);

    assertThat(world.exit(id, 1).code()).isEqualTo(7);
  }

  @Test
  @Rule("EXIT-14")
  void hasThePolicyStartAgainWhatWasLost() {
    ContainerId id =
        world.running(spec -> spec.restart(new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0)));
    world.host.lose(id);

    world.lifecycle.sync(id);
    world.workers.timePasses();

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(id).run()).isEqualTo(2);
  }

  @Test
  @Rule("SYNC-10")
  void asksNothingAboutWhatIsNotInTheRuntime() {
    ContainerId id = world.exited(3);

    world.lifecycle.sync(id);

    assertThat(world.record(id).exitCode()).isEqualTo(3);
    assertThat(world.reportedExits()).hasSize(1);
  }

  @Test
  @Rule("SYNC-10")
  void makesNoEndOfARunThatNobodyAskedFor() {
    ContainerId id = world.create();
    world.lifecycle.init(id);
    world.host.lose(id);

    world.lifecycle.sync(id);

    assertThat(world.state(id)).isEqualTo(ContainerState.CONFIGURED);
    assertThat(world.reportedExits()).isEmpty();
  }

  @Test
  @Rule({"SYNC-10", "SAVE-4"})
  void recordsAStartThatWasNotSaved() {
    ContainerId id = world.create();
    world.lifecycle.init(id);
    world.host.becomes(id, RUNNING);
    world.lifecycle.sync(id);
    assertThat(world.state(id)).as("nobody has asked for it").isEqualTo(ContainerState.CREATED);

    world.cutOff(id);
    world.lifecycle.sync(id);

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(id).startedAt()).isEqualTo(world.now);
  }
}
