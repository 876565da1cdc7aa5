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
import io.gantry.engine.state.Sharing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DependenciesTest {
  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable operation) {
    assertThatThrownBy(operation)
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  @Rule({"DEPS-2", "DEPS-3", "DEPS-10", "NETWORK-19"})
  void startsNothingWhoseNeedsDoNotRun() {
    ContainerId idle = world.create();
    ContainerId paused = world.running();
    world.lifecycle.pause(paused);
    ContainerId running = world.running();
    ContainerId id = world.needing(idle, paused, running);
    world.host.calls.clear();

    assertThatThrownBy(() -> world.lifecycle.start(id))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INVALID))
        .hasMessageContaining(idle.value() + "," + paused.value())
        .message()
        .doesNotContain(running.value());
    assertRefused(ErrorCode.STATE_INVALID, () -> world.lifecycle.init(id));

    assertThat(world.host.calls).isEmpty();
    assertThat(world.state(id)).isEqualTo(ContainerState.CONFIGURED);
    assertThat(world.state(idle)).isEqualTo(ContainerState.CONFIGURED);
  }

  @Test
  @Rule("DEPS-2")
  void looksForAnEndThatIsNotRecordedYet() {
    ContainerId needed = world.running();
    ContainerId id = world.needing(needed);
    world.host.exit(needed, 1);

    assertRefused(ErrorCode.STATE_INVALID, () -> world.lifecycle.start(id));
  }

  @Test
  @Rule({"DEPS-1", "DEPS-4", "DEPS-5", "DEPS-8", "DEPS-11"})
  void startsAllItNeedsFirstOnRequest() {
    ContainerId last = world.create();
    ContainerId left = world.needing(last);
    ContainerId right =
        world.create(spec -> spec, new Sharing(last, last, null, last, List.of(last)));
    ContainerId id = world.needing(left, right);

    world.lifecycle.startWithDependencies(id);

    for (ContainerId each : List.of(last, left, right, id)) {
      assertThat(world.state(each)).isEqualTo(ContainerState.RUNNING);
      assertThat(world.record(each).run()).isEqualTo(1);
    }
    assertThat(world.config(right).sharing().needed()).containsExactly(last);
    assertThat(world.record(last).process().pid()).isLessThan(world.record(id).process().pid());
  }

  @Test
  @Rule({"DEPS-5", "DEPS-6"})
  void leavesAloneWhatRunsAlready() {
    ContainerId running = world.running();
    ContainerId idle = world.needing(running);
    ContainerId id = world.needing(idle);

    world.lifecycle.startWithDependencies(id);

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(running).run()).isEqualTo(1);
  }

  @Test
  @Rule({"DEPS-8", "DEPS-9"})
  void doesNotStartItWhenWhatItNeedsFails() {
    ContainerId needed = world.create();
    ContainerId id = world.needing(needed);
    world.host.failOn("runtime.start", GantryException.of(ErrorCode.RUNTIME, "broken"));

    assertRefused(ErrorCode.INTERNAL, () -> world.lifecycle.startWithDependencies(id));

    assertThat(world.record(id).run()).isZero();
  }

  @Test
  @Rule("DEPS-12")
  void holdsOneLockAtATime() {
    ContainerId needed = world.create();
    ContainerId id = world.needing(needed);
    world.host.during("root.mount", () -> world.lifecycle.announce(id));

    world.lifecycle.startWithDependencies(id);

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  @Rule("RESTART-9")
  void isCleanedUpAndNotRestartedWithoutWhatItNeeds() {
    ContainerId needed = world.running();
    ContainerId id =
        world.create(
            spec -> spec.restart(new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0)),
            new Sharing(null, null, null, null, List.of(needed)));
    world.lifecycle.start(id);
    world.end(needed, 0);

    world.end(id, 1);
    world.pass(Duration.ofMinutes(1));
    world.workers.timePasses();

    assertThat(world.record(id).restartCount()).isZero();
    assertThat(world.record(id).nextRestartAt()).isNull();
    assertThat(world.record(id).failure().code()).isEqualTo(ErrorCode.STATE_INVALID);
    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
    assertThat(world.host.mounted).isEmpty();
    assertThat(world.host.connected).isEmpty();
  }

  @Test
  @Rule({"REMOVAL-4", "REMOVAL-5"})
  void isNotTouchedWhileOthersNeedIt() {
    ContainerId needed = world.running();
    ContainerId id = world.needing(needed);
    world.lifecycle.pause(needed);

    assertRefused(ErrorCode.DEPENDENCY_EXISTS, () -> world.lifecycle.remove(needed, World.FORCED));

    assertThat(world.state(needed)).isEqualTo(ContainerState.PAUSED);
    world.lifecycle.remove(id, World.FORCED);
    world.lifecycle.remove(needed, World.FORCED);
    assertThat(world.store.list()).isEmpty();
  }

  @Test
  @Rule("REMOVAL-4")
  void goesWithAllThatNeedItOnRequestThoseFirst() {
    ContainerId needed = world.running();
    ContainerId middle = world.needing(needed);
    ContainerId last = world.needing(middle, needed);
    ContainerId other = world.create();
    world.host.calls.clear();

    world.lifecycle.removeWithDependents(needed, World.FORCED);

    assertThat(world.store.list())
        .extracting(stored -> stored.config().id())
        .containsExactly(other);
    assertThat(world.reports())
        .filteredOn(report -> report.status() != null && report.status().removed())
        .extracting(report -> report.status().container())
        .containsExactly(last, middle, needed);
  }

  @Test
  @Rule("REMOVAL-4")
  void isNotCreatedWhenWhatItNeedsIsGone() {
    ContainerId gone = new ContainerId("9".repeat(64));

    assertRefused(ErrorCode.NO_SUCH_CONTAINER, () -> world.needing(gone));

    assertThat(world.store.list()).isEmpty();
    assertThat(world.host.stored).isEmpty();
  }

  @Test
  @Rule({"CLEANUP-4", "NETWORK-15"})
  void leavesTheSharedHostsAfterTheNetworkAndWhateverComesOfIt() {
    ContainerId owner = world.running();
    ContainerId id = world.create(spec -> spec, new Sharing(owner, null, null, null, List.of()));
    world.lifecycle.start(id);
    world.host.calls.clear();
    world.host.failOn("network.leave", GantryException.of(ErrorCode.NETWORK, "busy"));

    world.end(id, 0);
    world.lifecycle.cleanup(id);

    assertThat(world.host.calls)
        .containsSubsequence("network.detach", "network.leave", "root.unmount");
    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
  }

  @Test
  @Rule({"DEPS-10", "SAVE-4"})
  void endsTheCutOffRunOfWhatCannotBeStarted() {
    ContainerId needed = world.create();
    ContainerId id = world.needing(needed);
    world.cutOff(id);

    assertRefused(ErrorCode.STATE_INVALID, () -> world.lifecycle.start(id));

    assertThat(world.record(id).openRun()).isFalse();
    assertThat(world.exit(id, 1).cause()).isEqualTo(ExitCause.START_FAILED);
  }

  @Test
  @Rule("RESTART-OP-7")
  void keepsRunningIfItsRestartLacksWhatItNeeds() {
    ContainerId needed = world.running();
    ContainerId id = world.needing(needed);
    world.lifecycle.start(id);
    world.end(needed, 0);

    assertRefused(ErrorCode.STATE_INVALID, () -> world.lifecycle.restart(id, null, null));

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(id).run()).isEqualTo(1);
    assertThat(world.events()).doesNotContain("restart");
  }
}
