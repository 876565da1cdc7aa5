package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.gantry.api.container.AddressSpec;
import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.PortMapping;
import io.gantry.api.container.Resources;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Report;
import io.gantry.engine.Rule;
import io.gantry.engine.state.Sharing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitAheadTest {
  private final World world;

  InitAheadTest(@TempDir Path directory) {
    this.world = new World(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void leavesOnlyTheCommandToTheStart() {
    ContainerId id = world.create();
    world.workers.workAhead();
    assertThat(world.state(id)).isEqualTo(ContainerState.CREATED);
    assertThat(world.record(id).run()).isZero();
    world.host.calls.clear();

    world.lifecycle.start(id);

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(id).run()).isEqualTo(1);
    assertThat(world.host.calls)
        .filteredOn(call -> !call.startsWith("supervisor."))
        .containsExactly("runtime.start");
  }

  @Test
  @Rule("STATES-3")
  void isCreatedForItsUserUntilItsStart() {
    world.create();
    world.workers.workAhead();

    assertThat(world.reports().stream().map(Report::status).filter(Objects::nonNull))
        .isNotEmpty()
        .allMatch(status -> status.state() == ContainerState.CONFIGURED);
  }

  @Test
  void isNobodysFailure() {
    ContainerId id = world.create();
    world.host.failOn("runtime.create", GantryException.of(ErrorCode.RUNTIME_NOT_FOUND, "no"));

    world.workers.workAhead();

    assertThat(world.state(id)).isEqualTo(ContainerState.CONFIGURED);
    assertThat(world.record(id).failure()).isNull();
    assertThat(world.host.mounted).isEmpty();
    assertThat(world.host.connected).isEmpty();
    assertThat(world.reportedExits()).isEmpty();
    world.lifecycle.start(id);
    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  void keepsABoundedNumberWaiting() {
    List<ContainerId> all = List.of(world.create(), world.create(), world.create());
    world.workers.workAhead();
    assertThat(all)
        .map(world::state)
        .containsExactly(ContainerState.CREATED, ContainerState.CREATED, ContainerState.CONFIGURED);

    world.lifecycle.start(all.get(0));
    world.lifecycle.remove(all.get(1), World.FORCED);

    List<ContainerId> more = List.of(world.create(), world.create(), world.create());
    world.workers.workAhead();
    assertThat(more)
        .map(world::state)
        .containsExactly(ContainerState.CREATED, ContainerState.CREATED, ContainerState.CONFIGURED);
  }

  @Test
  void givesThePlaceOfAFailureBack() {
    for (int i = 0; i < 3; i++) {
      world.host.failOn("runtime.create", GantryException.of(ErrorCode.RUNTIME, "broken"));
      world.create();
      world.workers.workAhead();
    }

    ContainerId id = world.create();
    world.workers.workAhead();

    assertThat(world.state(id)).isEqualTo(ContainerState.CREATED);
  }

  @Test
  void leavesAloneWhatTakesFromOthersOrFromItself() {
    ContainerId owner = world.running();
    List<ContainerId> all =
        List.of(
            world.create(spec -> spec.runTimeout(Duration.ofMinutes(1))),
            world.create(
                spec ->
                    spec.network(
                        NetworkSpec.BRIDGE.withPorts(new PortMapping(null, 8080, 80, null)))),
            world.create(
                spec ->
                    spec.network(
                        NetworkSpec.BRIDGE.withAddresses(
                            NetworkSpec.DEFAULT,
                            new AddressSpec(null, null, "02:42:00:00:00:01")))),
            world.create(spec -> spec, new Sharing(owner, null, null, null, List.of())));

    world.workers.workAhead();

    assertThat(all).map(world::state).containsOnly(ContainerState.CONFIGURED);
  }

  @Test
  void comesTooLateForWhatIsStartedOrRemoved() {
    ContainerId started = world.create();
    ContainerId removed = world.create();
    world.lifecycle.start(started);
    world.lifecycle.remove(removed, World.FORCED);

    assertThatCode(world.workers::workAhead).doesNotThrowAnyException();

    assertThat(world.state(started)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.host.calls).containsOnlyOnce("runtime.create");
    assertThat(world.store.find(removed)).isEmpty();
    assertThat(world.lifecycle.announce(removed)).as("nobody holds it").isFalse();
  }

  @Test
  void leavesAloneWhatSomebodyElseHolds() {
    ContainerId id = world.create();

    world.lifecycle.inspectFor(
        id,
        Operation.UPDATE,
        record -> {
          world.workers.workAhead();
          return record;
        });

    assertThat(world.state(id)).isEqualTo(ContainerState.CONFIGURED);
    assertThat(world.host.calls).doesNotContain("runtime.create");
  }

  @Test
  void keepsItsPlaceWhateverIsToldOfIt() {
    ContainerId id = world.create();
    world.create();
    world.workers.workAhead();
    assertThat(world.lifecycle.announce(id)).isTrue();

    ContainerId third = world.create();
    world.workers.workAhead();

    assertThat(world.state(third)).isEqualTo(ContainerState.CONFIGURED);
  }

  @Test
  void isNoReasonToRefuseAnInit() {
    ContainerId id = world.create();
    world.workers.workAhead();

    assertThatCode(() -> world.lifecycle.init(id)).doesNotThrowAnyException();
  }

  @Test
  void outlivesTheEngine() {
    ContainerId id = world.create();
    world.workers.workAhead();

    Lifecycle next = world.reopened();
    next.recover();
    world.workers.settle();

    assertThat(world.state(id)).isEqualTo(ContainerState.CREATED);
    next.start(id);
    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  @Rule("REFRESH-2")
  void isUndoneByARebootOfTheHost() {
    ContainerId id = world.create();
    world.workers.workAhead();

    world.reopened().refresh();

    assertThat(world.state(id)).isEqualTo(ContainerState.CONFIGURED);
  }

  @Test
  void isUndoneWhenItsMonitorDies() {
    ContainerId id = world.create();
    world.workers.workAhead();
    world.host.killMonitor(id);

    world.lifecycle.mayHaveEnded(id);
    world.workers.settle();

    assertThat(world.state(id)).isEqualTo(ContainerState.CONFIGURED);
    assertThat(world.reportedExits()).isEmpty();
  }

  @Test
  void isDoneAgainByTheStartThatFindsItsMonitorDead() {
    ContainerId id = world.create();
    world.workers.workAhead();
    world.host.killMonitor(id);

    world.lifecycle.start(id);

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(id).run()).isEqualTo(1);
    assertThat(world.host.isAlive(Objects.requireNonNull(world.record(id).monitor()))).isTrue();
  }

  @Test
  void isUndoneByNewLimits() {
    ContainerId id = world.create();
    world.workers.workAhead();
    Resources limits = new Resources(64L << 20, null, null, null, null, null, null, null);

    world.lifecycle.update(
        id, config -> config.withSpec(config.spec().toBuilder().resources(limits).build()));

    assertThat(world.state(id)).isEqualTo(ContainerState.CONFIGURED);
    assertThat(world.host.presence(id)).isEqualTo(ContainerRuntime.Presence.ABSENT);
    assertThat(world.config(id).spec().resources()).isEqualTo(limits);
  }
}
