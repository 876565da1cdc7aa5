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

class CleanupTest {
  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static final List<String> PARTS =
      List.of("network.detach", "runtime.delete", "root.unmount");

  @Test
  @Rule({
    "CLEANUP-1",
    "CLEANUP-3",
    "CLEANUP-5",
    "CLEANUP-6",
    "CLEANUP-RUNTIME-5",
    "SAVE-3",
    "EVENTS-2"
  })
  void freesNetworkRuntimeAndStorageInThisOrder() {
    ContainerId id = world.exited(0);

    assertThat(world.host.calls)
        .containsSubsequence("network.detach", "root.unmount")
        .containsSubsequence("runtime.delete", "root.unmount");
    assertThat(world.savePoints)
        .containsSubsequence("cleanup.network", "cleanup.runtime", "cleanup.storage");
    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
    assertThat(world.record(id).mounted()).isFalse();
    assertThat(world.record(id).network()).isNull();
    assertThat(world.events()).endsWith("died", "cleanup");
  }

  @Test
  @Rule({"CLEANUP-1", "NETWORK-7", "UNMOUNT-10"})
  void runsAllStepsAndThrowsTheFirstFailure() {
    ContainerId id = world.running();
    world.host.exit(id, 1);
    for (String call : PARTS) {
      world.host.failOn(call, GantryException.of(ErrorCode.INTERNAL, call));
    }

    assertThatThrownBy(() -> world.lifecycle.cleanup(id))
        .hasMessage("network.detach")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2));

    assertThat(world.host.calls).containsAll(PARTS).endsWith("root.unmount");
    assertThat(world.record(id).network()).isNull();
    assertThat(world.record(id).mounted()).isFalse();
    assertThat(world.state(id)).isEqualTo(ContainerState.STOPPED);
  }

  @Test
  @Rule({"CLEANUP-15", "CLEANUP-RUNTIME-1"})
  void mayRunAnyNumberOfTimes() {
    ContainerId id = world.exited(0);
    int calls = world.host.calls.size();

    world.lifecycle.cleanup(id);
    world.lifecycle.cleanup(id);

    assertThat(world.host.calls).hasSize(calls);
  }

  @Test
  @Rule({"CLEANUP-14", "CLEANUP-RUNTIME-8", "SYNC-7"})
  void cleansOnlyTheRuntimeOfWhatIsGone() {
    ContainerId gone = new ContainerId("f".repeat(64));

    world.lifecycle.cleanup(gone);

    assertThat(world.host.calls).containsExactly("runtime.delete");
  }

  @Test
  @Rule({"CLEANUP-14", "TEARDOWN-1"})
  void refusesWhatRuns() {
    ContainerId id = world.running();

    assertThatThrownBy(() -> world.lifecycle.cleanup(id))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INVALID));
  }

  @Test
  @Rule("CLEANUP-14")
  void refusesWhatCommandsRunIn() {
    ContainerId id = world.running();
    world.host.exit(id, 0);
    world.host.sessions.add(id);

    assertThatThrownBy(() -> world.lifecycle.cleanup(id))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INVALID));

    assertThat(world.state(id)).isEqualTo(ContainerState.STOPPED);
    assertThat(world.host.calls).doesNotContain("runtime.delete");
  }

  @Test
  @Rule({"CLEANUP-14", "RESTART-8"})
  void letsNoCommandKeepAContainerFromItsRestart() {
    ContainerId id =
        world.running(spec -> spec.restart(new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0)));
    world.host.exit(id, 0);
    world.host.sessions.add(id);

    world.lifecycle.cleanup(id);
    world.workers.timePasses();

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  @Rule("CLEANUP-RUNTIME-6")
  void takesWhatWasInitialisedBackToConfigured() {
    ContainerId id = world.create();
    world.lifecycle.init(id);

    world.lifecycle.cleanup(id);

    assertThat(world.state(id)).isEqualTo(ContainerState.CONFIGURED);
    assertThat(world.record(id).process()).isNull();
    assertThat(world.record(id).monitor()).isNull();
    assertThat(world.reportedExits()).isEmpty();
  }

  @Test
  @Rule({"CLEANUP-RUNTIME-2", "CLEANUP-RUNTIME-3"})
  void readsTheCodeOfAProcessThatDiedBeforeItsStart() {
    ContainerId id = world.create();
    world.lifecycle.init(id);
    world.host.exit(id, 137);

    world.lifecycle.cleanup(id);

    assertThat(world.exit(id, 1).code()).isEqualTo(137);
    assertThat(world.exit(id, 1).cause()).isEqualTo(ExitCause.START_FAILED);
    assertThat(world.record(id).run()).isEqualTo(1);
    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
  }

  @Test
  @Rule({"CLEANUP-RUNTIME-4", "CLEANUP-RUNTIME-7", "MONITORFILES-2"})
  void removesTheMonitorsFilesOnceItCanWriteNoMore() {
    ContainerId id = world.running();
    world.host.exit(id, 0);
    world.host.monitorSurvives(id);

    world.lifecycle.cleanup(id);

    assertThat(world.host.calls).containsSubsequence("runtime.delete", "signal 9", "exits.forget");
    assertThat(world.record(id).monitor()).isNull();
  }

  @Test
  @Rule("CLEANUP-RUNTIME-2")
  void leavesWholeWhatWaitsIfItsExitFileCannotBeRead() {
    ContainerId id = world.create();
    world.lifecycle.init(id);
    world.host.during("look for an exit", this::failsTheNextLook);
    world.host.calls.clear();

    assertThatThrownBy(() -> world.lifecycle.cleanup(id)).hasMessage("unreadable");

    assertThat(world.host.calls).isEmpty();
    assertThat(world.state(id)).isEqualTo(ContainerState.CREATED);
  }

  @Test
  @Rule({"CLEANUP-RUNTIME-4", "START-2"})
  void leavesWholeWhatWaitsIfItCannotBeDeleted() {
    ContainerId id = world.create();
    world.lifecycle.init(id);
    world.host.failOn("runtime.delete", GantryException.of(ErrorCode.RUNTIME, "once"));
    assertThatThrownBy(() -> world.lifecycle.cleanup(id)).hasMessage("once");

    world.lifecycle.start(id);

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.host.connected).containsExactly(id);
    assertThat(world.host.mounted).containsExactly(id);
  }

  private void failsTheNextLook() {
    world.host.during(
        "look for an exit",
        () -> {
          throw GantryException.of(ErrorCode.INTERNAL, "unreadable");
        });
  }
}
