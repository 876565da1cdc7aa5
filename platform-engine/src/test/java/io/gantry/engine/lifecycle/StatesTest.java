package io.gantry.engine.lifecycle;

import static io.gantry.api.container.ContainerState.CONFIGURED;
import static io.gantry.api.container.ContainerState.CREATED;
import static io.gantry.api.container.ContainerState.EXITED;
import static io.gantry.api.container.ContainerState.PAUSED;
import static io.gantry.api.container.ContainerState.RUNNING;
import static io.gantry.api.container.ContainerState.STOPPED;
import static io.gantry.api.container.ContainerState.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import io.gantry.engine.state.Change;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatesTest {
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
  @Rule({"STATES-1", "STATES-5", "STATES-6"})
  void acceptsInEachStateWhatTheTableSays() {
    assertAccepts(Operation.INIT, CONFIGURED, STOPPED, EXITED);
    assertAccepts(Operation.START, CONFIGURED, CREATED, STOPPED, EXITED);
    assertAccepts(Operation.STOP, CREATED, RUNNING, STOPPING);
    assertAccepts(Operation.KILL, RUNNING, STOPPING, PAUSED);
    assertAccepts(Operation.PAUSE, RUNNING);
    assertAccepts(Operation.UNPAUSE, PAUSED);
    assertAccepts(Operation.CHECKPOINT, RUNNING);
    assertAccepts(Operation.RESTORE, CONFIGURED, EXITED);
    assertAccepts(Operation.ATTACH, CREATED, RUNNING);
    assertAccepts(Operation.EXEC, RUNNING);
    assertAccepts(Operation.CLEANUP, CONFIGURED, CREATED, STOPPED, STOPPING, EXITED);
    assertAccepts(Operation.NETWORK_RELOAD, CREATED, RUNNING);
    assertAccepts(Operation.RESTART, CONFIGURED, CREATED, RUNNING, STOPPED, EXITED);
    for (Operation operation : List.of(Operation.EXPORT, Operation.MOUNT)) {
      assertAccepts(operation, CONFIGURED, CREATED, RUNNING, STOPPED, PAUSED, EXITED, STOPPING);
    }
  }

  private static void assertAccepts(Operation operation, ContainerState... states) {
    assertThat(operation.accepted()).as("%s", operation).containsExactlyInAnyOrder(states);
  }

  @Test
  @Rule("STATES-3")
  void tellsUsersTheirWordForAStateAndTakesIt() {
    ContainerId id = world.create();
    world.force(id, ContainerState.CREATED);

    assertThatThrownBy(() -> world.lifecycle.pause(id))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.state()).isEqualTo("initialized"))
        .hasMessageContaining("initialized");

    assertThat(ContainerState.CONFIGURED.displayName()).isEqualTo("created");
    for (ContainerState state : ContainerState.values()) {
      assertThat(ContainerState.fromDisplayName(state.displayName())).isEqualTo(state);
    }
  }

  @Test
  @Rule("STATES-2")
  void hasNineStates() {
    assertThat(ContainerState.values())
        .extracting(ContainerState::name)
        .containsExactlyInAnyOrder(
            "UNKNOWN",
            "CONFIGURED",
            "CREATED",
            "RUNNING",
            "STOPPED",
            "PAUSED",
            "EXITED",
            "REMOVING",
            "STOPPING");
  }

  @Test
  @Rule({"STATES-5", "STATES-6"})
  void refusesEachOperationInEveryOtherState() {
    for (ContainerState state : ContainerState.values()) {
      ContainerId id = world.create();
      world.force(id, state);
      if (!Operation.START.accepts(state)) {
        refused(id, () -> world.lifecycle.start(id));
      }
      if (!Operation.PAUSE.accepts(state)) {
        refused(id, () -> world.lifecycle.pause(id));
      }
      if (!Operation.UNPAUSE.accepts(state)) {
        refused(id, () -> world.lifecycle.unpause(id));
      }
      if (!Operation.KILL.accepts(state)) {
        refused(id, () -> world.lifecycle.kill(id, "KILL", null));
      }
      if (!Operation.INIT.accepts(state)) {
        refused(id, () -> world.lifecycle.init(id));
      }
      if (!Operation.CLEANUP.accepts(state)) {
        refused(id, () -> world.lifecycle.cleanup(id));
      }
      if (!Operation.EXEC.accepts(state)) {
        refused(id, () -> world.lifecycle.inspectFor(id, Operation.EXEC, record -> record));
      }
    }
  }

  private void refused(ContainerId id, Runnable operation) {
    ContainerState before = world.state(id);
    assertThatThrownBy(operation::run)
        .isInstanceOfSatisfying(
            GantryException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.STATE_INVALID);
              assertThat(e.state()).isEqualTo(before.displayName());
            });
    assertThat(world.state(id)).isEqualTo(before);
  }

  @Test
  @Rule({"STATES-4", "SYNC-6", "SYNC-7"})
  void failsOnWhatHasNoRow() {
    ContainerId gone = new ContainerId("f".repeat(64));

    for (int times = 0; times < 2; times++) {
      assertThatThrownBy(() -> world.lifecycle.start(gone))
          .isInstanceOfSatisfying(
              GantryException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_CONTAINER));
    }
  }

  @Test
  @Rule({"SYNC-9", "STATES-4"})
  void makesNoRowAgainThatVanished() {
    ContainerId id = world.create();
    world.host.during(
        "runtime.create", () -> world.store.remove(world.config(id), world.lastChange(id)));

    assertThatThrownBy(() -> world.lifecycle.start(id))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REMOVED));

    assertThat(world.store.find(id)).isEmpty();
    assertThat(world.host.presence(id)).isEqualTo(ContainerRuntime.Presence.ABSENT);
  }

  @Test
  @Rule({"STATES-7", "SYNC-1", "SYNC-2", "EXIT-6"})
  void decidesOnWhatItReadUnderTheLock() {
    ContainerId id = world.running();
    world.host.exit(id, 4);

    assertThatThrownBy(() -> world.lifecycle.pause(id))
        .hasMessageContaining("cannot pause a container that is stopped");

    assertThat(world.exit(id, 1).code()).isEqualTo(4);
    assertThat(world.record(id).process()).isNull();
    assertThat(world.host.calls).doesNotContain("runtime.pause");
  }

  @Test
  @Rule("SAVE-5")
  void failsInsteadOfWaitingForItself() {
    ContainerId id = world.running();

    assertThatThrownBy(
            () ->
                world.lifecycle.inspectFor(
                    id,
                    Operation.EXEC,
                    record -> {
                      world.lifecycle.pause(id);
                      return record;
                    }))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WILL_DEADLOCK));
  }

  @Test
  @Rule({"PAUSE-3", "PAUSE-4", "PAUSE-6", "PAUSE-7"})
  void pausesAndUnpauses() {
    ContainerId id = world.running();

    world.lifecycle.pause(id);
    assertThat(world.state(id)).isEqualTo(ContainerState.PAUSED);
    assertThatThrownBy(() -> world.lifecycle.pause(id)).hasMessageContaining("paused");
    world.lifecycle.unpause(id);

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.host.calls).containsSubsequence("runtime.pause", "runtime.resume");
    assertThat(world.savePoints).containsSubsequence("pause.paused", "pause.running");
    assertThat(world.events()).containsSubsequence("pause", "unpause");
  }

  @Test
  @Rule({"PAUSE-3", "PAUSE-7"})
  void staysRunningIfTheRuntimeDoesNotPause() {
    ContainerId id = world.running();
    world.host.failOn("runtime.pause", GantryException.of(ErrorCode.NO_CGROUPS, "none"));

    assertThatThrownBy(() -> world.lifecycle.pause(id)).hasMessage("none");

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.events()).doesNotContain("pause");
  }

  @Test
  @Rule("PAUSE-8")
  void findsTheEndOfWhatIsPaused() {
    ContainerId id = world.running();
    world.lifecycle.pause(id);

    world.end(id, 137);

    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
    assertThat(world.exit(id, 1).code()).isEqualTo(137);
  }

  @Test
  @Rule("SAVE-3")
  void namesEachSavePointOnce() {
    assertThat(Arrays.stream(SavePoint.values()).map(SavePoint::id)).doesNotHaveDuplicates();
  }

  @Test
  @Rule("STATES-2")
  void savesNoStateThatMayNotFollow() {
    ContainerId id = world.create();

    try (LockedContainer container = world.containers().lock(id)) {
      assertThatThrownBy(
              () ->
                  container.save(
                      SavePoint.SYNC_CHANGED,
                      container.change(fields -> fields.state(ContainerState.PAUSED))))
          .isInstanceOfSatisfying(
              GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
    }

    assertThat(world.state(id)).isEqualTo(ContainerState.CONFIGURED);
  }

  @Test
  @Rule({"STATES-7", "STOP-6"})
  void changesNothingWhileItsLockIsAway() {
    ContainerId id = world.create();

    try (LockedContainer container = world.containers().lock(id)) {
      Change change = container.change(fields -> fields.restartCount(7));
      container.away(
          () -> {
            refusedWithoutLock(() -> container.save(SavePoint.UPDATE_SAVED, change));
            refusedWithoutLock(() -> container.saveConfig(container.config(), change));
            refusedWithoutLock(() -> container.delete(change));
            refusedWithoutLock(() -> container.away(() -> {}));
          });
    }

    assertThat(world.record(id).restartCount()).isZero();
  }

  private static void refusedWithoutLock(ThrowingCallable change) {
    assertThatThrownBy(change).isInstanceOf(IllegalStateException.class);
  }
}
