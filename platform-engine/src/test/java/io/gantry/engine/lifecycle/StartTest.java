package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.HealthState;
import io.gantry.api.container.RestartPolicy;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Report.Failure;
import io.gantry.engine.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTest {
  private static final int FIRST_MONITOR = 101;

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
  @Rule({"START-2", "START-3", "START-4", "START-8", "INIT-4", "SAVE-1", "SAVE-3"})
  void preparesInitialisesAndStarts() {
    ContainerId id = world.create();

    world.lifecycle.start(id);

    assertThat(world.record(id).state()).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(id).startedAt()).isEqualTo(world.now);
    assertThat(world.record(id).configPath())
        .isEqualTo(world.config(id).staticDir().resolve("config.json"));
    assertThat(world.host.roots).containsEntry(id, world.record(id).mountPoint());
    assertThat(world.workers.watched).containsEntry(id, world.record(id).monitor());
    assertThat(world.savePoints)
        .containsExactly("create.inserted", "prepare.done", "init.created", "start.running");
    assertThat(world.events()).containsExactly("create", "init", "start");
  }

  @Test
  @Rule("START-5")
  void tellsTheServiceManagerOfTheMonitorOnceTheCommandRuns() {
    ContainerId id = world.create();
    CompletableFuture<ContainerState> saved = new CompletableFuture<>();
    String told = "supervisor.started " + FIRST_MONITOR;
    world.host.during(told, () -> saved.complete(world.record(id).state()));

    world.lifecycle.start(id);

    assertThat(world.record(id).monitor().pid()).isEqualTo(FIRST_MONITOR);
    assertThat(world.host.calls).containsSubsequence("runtime.start", told);
    assertThat(saved).isCompletedWithValue(ContainerState.CREATED);
  }

  @Test
  @Rule("START-5")
  void runsThoughTheServiceManagerCannotBeTold() {
    ContainerId id = world.create();
    world.host.failOn(
        "supervisor.started " + FIRST_MONITOR, GantryException.of(ErrorCode.INTERNAL, "no room"));

    world.lifecycle.start(id);

    assertThat(world.record(id).state()).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  @Rule({"SAVE-2", "SAVE-4"})
  void opensTheRunBeforeTheRuntimeIsAsked() {
    ContainerId id = world.create();
    CompletableFuture<Boolean> open = new CompletableFuture<>();
    world.host.during("runtime.create", () -> open.complete(world.record(id).openRun()));

    world.lifecycle.start(id);

    assertThat(open).isCompletedWithValue(true);
    assertThat(world.record(id).run()).isEqualTo(1);
  }

  @Test
  @Rule({"INIT-1", "MONITORFILES-2"})
  void removesStaleMonitorFilesBeforeTheRuntimeCreates() {
    ContainerId id = world.create();

    world.lifecycle.start(id);

    assertThat(world.host.calls)
        .containsSubsequence("exits.forget", "runtime.create", "runtime.start");
  }

  @Test
  @Rule({"START-12", "START-11", "CLEANUP-16", "EXITCODES-8"})
  void endsTheRunWith127IfTheCommandIsNotThere() {
    ContainerId id = world.create();
    world.host.failOn(
        "runtime.create", GantryException.of(ErrorCode.RUNTIME_NOT_FOUND, "not there"));

    assertThatThrownBy(() -> world.lifecycle.start(id)).hasMessage("not there");

    assertThat(world.exit(id, 1).code()).isEqualTo(127);
    assertThat(world.exit(id, 1).cause()).isEqualTo(ExitCause.START_FAILED);
    assertThat(world.exit(id, 1).startedAt()).isNull();
    assertThat(world.record(id).state()).isEqualTo(ContainerState.CONFIGURED);
    assertThat(world.record(id).openRun()).isFalse();
    assertThat(world.record(id).failure().code()).isEqualTo(ErrorCode.RUNTIME_NOT_FOUND);
    assertThat(world.events()).contains("died");
    assertThat(world.host.mounted).isEmpty();
    assertThat(world.host.connected).isEmpty();
  }

  @Test
  @Rule({"START-12", "EXITCODES-9"})
  void endsTheRunWith126IfTheRuntimeMayNotStartIt() {
    ContainerId id = world.create();
    world.host.failOn("runtime.start", GantryException.of(ErrorCode.RUNTIME_PERMISSION, "no"));

    assertThatThrownBy(() -> world.lifecycle.start(id)).hasMessage("no");

    assertThat(world.exit(id, 1).code()).isEqualTo(126);
    assertThat(world.host.presence(id)).isEqualTo(ContainerRuntime.Presence.ABSENT);
    assertThat(world.host.mounted).isEmpty();
    assertThat(world.reportedExits()).hasSize(1);
  }

  @Test
  @Rule({"START-12", "CLEANUP-RUNTIME-3"})
  void endsAFailedStartOnceAndTellsTheCodeItsProcessLeft() {
    ContainerId id = world.create();
    world.host.during("runtime.start", () -> world.host.exit(id, 42));
    world.host.failOn("runtime.start", GantryException.of(ErrorCode.RUNTIME, "it was killed"));

    assertThatThrownBy(() -> world.lifecycle.start(id)).hasMessage("it was killed");

    assertThat(world.reportedExits()).hasSize(1);
    assertThat(world.record(id).run()).isEqualTo(1);
    assertThat(world.exit(id, 1).cause()).isEqualTo(ExitCause.START_FAILED);
    assertThat(world.exit(id, 1).evidence())
        .isEqualTo("it was killed; its process ended with code 42");
    assertThat(world.state(id)).isEqualTo(ContainerState.CONFIGURED);
  }

  @Test
  @Rule({"START-12", "CLEANUP-RUNTIME-3"})
  void endsAFailedStartOnceIfItsProcessEndsAfterIt() {
    ContainerId id = world.create();
    world.host.failOn("runtime.start", GantryException.of(ErrorCode.RUNTIME, "it was killed"));
    world.beforeSave =
        point -> {
          if (point.equals("start.failed")) {
            world.host.exit(id, 137);
          }
        };

    assertThatThrownBy(() -> world.lifecycle.start(id)).hasMessage("it was killed");

    assertThat(world.reportedExits()).hasSize(1);
    assertThat(world.record(id).run()).isEqualTo(1);
    assertThat(world.state(id)).isEqualTo(ContainerState.CONFIGURED);
  }

  @Test
  @Rule("START-12")
  void makesAnewWhatAFailedStartCouldNotCleanUp() {
    ContainerId id = world.create();
    world.host.failOn("runtime.start", GantryException.of(ErrorCode.RUNTIME, "it was killed"));
    world.host.failOn("runtime.delete", GantryException.of(ErrorCode.RUNTIME, "no"));
    assertThatThrownBy(() -> world.lifecycle.start(id)).hasMessage("it was killed");
    world.host.calls.clear();

    world.lifecycle.start(id);

    assertThat(world.host.calls)
        .containsSubsequence("runtime.delete", "runtime.create", "runtime.start");
    assertThat(world.record(id).run()).isEqualTo(2);
    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  @Rule("EXITCODES-9")
  void endsTheRunWith125IfTheRuntimeFailsOtherwise() {
    ContainerId id = world.create();
    world.host.failOn("runtime.create", GantryException.of(ErrorCode.RUNTIME, "broken"));

    assertThatThrownBy(() -> world.lifecycle.start(id)).hasMessage("broken");

    assertThat(world.exit(id, 1).code()).isEqualTo(125);
    assertThat(world.exit(id, 1).evidence()).isEqualTo("broken");
  }

  @Test
  @Rule("INIT-12")
  void deletesInTheRuntimeWhatItCannotSave() {
    ContainerId id = world.create();
    world.beforeSave =
        point -> {
          if (point.equals("init.created")) {
            throw GantryException.of(ErrorCode.NO_SPACE, "full");
          }
        };

    assertThatThrownBy(() -> world.lifecycle.start(id)).hasMessage("full");

    assertThat(world.host.presence(id)).isEqualTo(ContainerRuntime.Presence.ABSENT);
  }

  @Test
  @Rule({"NETWORK-3", "NETWORK-1"})
  void opensNoRunAndLeavesNothingIfItCannotBePrepared() {
    ContainerId id = world.create();
    world.host.failOn("network.open", GantryException.of(ErrorCode.PORT_IN_USE, "taken"));

    assertThatThrownBy(() -> world.lifecycle.start(id)).hasMessage("taken");

    assertThat(world.record(id).run()).isZero();
    assertThat(world.reportedExits()).isEmpty();
    assertThat(world.host.mounted).isEmpty();
  }

  @Test
  @Rule("NETWORK-9")
  void leavesNothingIfTheNetworkFailsWhileTheRuntimeCreates() {
    ContainerId id = world.create();
    world.host.failOn("network.connect", GantryException.of(ErrorCode.NETWORK, "no links"));

    assertThatThrownBy(() -> world.lifecycle.start(id)).hasMessage("no links");

    assertThat(world.exit(id, 1).code()).isEqualTo(125);
    assertThat(world.host.presence(id)).isEqualTo(ContainerRuntime.Presence.ABSENT);
    assertThat(world.host.connected).isEmpty();
    assertThat(world.host.mounted).isEmpty();
    assertThat(world.host.calls).containsSubsequence("runtime.delete", "exits.forget");
  }

  @Test
  @Rule({"SAVE-4", "INIT-17"})
  void startsWhatAnEarlierStartLeftInTheRuntime() {
    ContainerId id = world.create();
    world.host.failOn("network.connect", GantryException.of(ErrorCode.NETWORK, "no links"));
    world.host.failOn("runtime.delete", GantryException.of(ErrorCode.RUNTIME, "busy"));
    assertThatThrownBy(() -> world.lifecycle.start(id)).hasMessage("no links");
    assertThat(world.host.alive).as("its monitor is gone").hasSize(1);

    world.lifecycle.start(id);

    assertThat(world.record(id).state()).isEqualTo(ContainerState.RUNNING);
    assertThat(world.exit(id, 1).cause()).isEqualTo(ExitCause.START_FAILED);
    assertThat(world.record(id).run()).isEqualTo(2);
  }

  @Test
  void doesNotAskTheRuntimeBeforeTheLinksItNeedsAreThere() {
    ContainerId id = world.create();
    world.host.needsLinks = true;
    world.host.failOn("network.connect", GantryException.of(ErrorCode.NETWORK, "no links"));

    assertThatThrownBy(() -> world.lifecycle.start(id)).hasMessage("no links");

    assertThat(world.host.calls).doesNotContain("runtime.create");
  }

  @Test
  void leavesNothingIfItsPreparationCannotBeSaved() {
    ContainerId id = world.create();
    world.beforeSave =
        point -> {
          if (point.equals("prepare.done")) {
            throw GantryException.of(ErrorCode.NO_SPACE, "full");
          }
        };

    assertThatThrownBy(() -> world.lifecycle.start(id)).hasMessage("full");

    assertThat(world.host.connected).isEmpty();
    assertThat(world.host.mounted).isEmpty();
  }

  @Test
  @Rule("NETWORK-3")
  void tellsTheStoragesFailureBeforeTheNetworks() {
    ContainerId id = world.create();
    world.host.failOn("root.mount", GantryException.of(ErrorCode.STORAGE, "no mount"));
    world.host.failOn("network.open", GantryException.of(ErrorCode.NETWORK, "no network"));

    assertThatThrownBy(() -> world.lifecycle.start(id))
        .hasMessage("no mount")
        .satisfies(e -> assertThat(e.getSuppressed()).isNotEmpty());
  }

  @Test
  @Rule({"STATES-5", "STATES-6"})
  void refusesWhatRuns() {
    ContainerId id = world.running();

    assertThatThrownBy(() -> world.lifecycle.start(id))
        .isInstanceOfSatisfying(
            GantryException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.STATE_INVALID);
              assertThat(e.state()).isEqualTo("running");
              assertThat(e.getMessage()).contains("created or initialized");
            });
  }

  @Test
  @Rule({"INIT-16", "RESTART-OP-6", "START-10"})
  void startsWhatHasEndedAndWasNotCleanedUp() {
    ContainerId id = world.running();
    world.host.exit(id, 3);

    world.lifecycle.start(id);

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(id).run()).isEqualTo(2);
    assertThat(world.exit(id, 1).code()).isEqualTo(3);
    assertThat(world.savePoints)
        .containsSubsequence(
            "sync.changed", "cleanup.runtime", "prepare.done", "init.created", "start.running");
  }

  @Test
  @Rule({"INIT-6", "INIT-7", "INIT-8", "EXIT-12"})
  void resetsWhatBelongsToTheRunBefore() {
    ContainerId id = world.running();
    world.host.memoryEvidence = "memory.events oom_kill 1";
    world.end(id, 137);
    world.host.memoryEvidence = "";
    var finished = world.record(id).finishedAt();
    world.left(
        id,
        fields ->
            fields
                .stoppedByUser(true)
                .requestedBy("somebody")
                .restartPolicyMatch(true)
                .nextRestartAt(world.now)
                .restartCount(3)
                .shortRuns(3)
                .failure(new Failure(ErrorCode.NETWORK, "down"))
                .health(HealthState.UNHEALTHY));
    world.pass(Duration.ofMinutes(1));

    world.lifecycle.init(id);

    assertThat(world.record(id).outOfMemory()).isFalse();
    assertThat(world.record(id).startedAt()).isNull();
    assertThat(world.record(id).startedNanos()).isNull();
    assertThat(world.record(id).exitCode()).isNull();
    assertThat(world.record(id).restartCount()).isZero();
    assertThat(world.record(id).shortRuns()).isZero();
    assertThat(world.record(id).stoppedByUser()).isFalse();
    assertThat(world.record(id).requestedBy()).isNull();
    assertThat(world.record(id).restartPolicyMatch()).isFalse();
    assertThat(world.record(id).nextRestartAt()).isNull();
    assertThat(world.record(id).failure()).isNull();
    assertThat(world.record(id).health()).isNull();
    assertThat(world.record(id).finishedAt()).isEqualTo(finished);
  }

  @Test
  @Rule({"INIT-17", "INIT-13", "START-1"})
  void startsWhatWasInitialisedBefore() {
    ContainerId id = world.create();
    world.lifecycle.init(id);
    assertThat(world.state(id)).isEqualTo(ContainerState.CREATED);
    assertThat(world.record(id).run()).isZero();
    assertThat(world.events()).containsExactly("create", "init");

    world.lifecycle.start(id);

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(id).run()).isEqualTo(1);
    assertThat(world.savePoints).containsSubsequence("init.created", "start.opened");
  }

  @Test
  @Rule("START-9")
  void refusesWhatIsPausedUnknownOrBeingRemoved() {
    for (ContainerState state :
        List.of(ContainerState.PAUSED, ContainerState.UNKNOWN, ContainerState.REMOVING)) {
      ContainerId id = world.create();
      world.force(id, state);

      assertThatThrownBy(() -> world.lifecycle.start(id))
          .isInstanceOfSatisfying(
              GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INVALID));
    }
    assertThat(world.host.calls).doesNotContain("root.mount", "runtime.create", "runtime.delete");
  }

  @Test
  @Rule("START-14")
  void removesWhatIsRemovedAfterItsRunIfItCannotBeStarted() {
    ContainerId id = world.create(spec -> spec.autoRemove(true));
    world.host.failOn("runtime.start", GantryException.of(ErrorCode.RUNTIME_PERMISSION, "no"));

    assertThatThrownBy(() -> world.lifecycle.start(id)).hasMessage("no");

    assertThat(world.store.find(id)).isEmpty();
    assertThat(world.host.stored).isEmpty();
    assertThat(world.exit(id, 1).code()).isEqualTo(126);
  }

  @Test
  @Rule("START-14")
  void removesNothingThatRunsAlready() {
    ContainerId id = world.running(spec -> spec.autoRemove(true));

    assertThatThrownBy(() -> world.lifecycle.start(id)).isInstanceOf(GantryException.class);

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  @Rule("MOUNT-16")
  void recordsTheMountOnlyWithItsOwnSave() {
    ContainerId id = world.create();
    List<Boolean> recorded = new ArrayList<>();
    world.beforeSave =
        point -> {
          if (point.equals("prepare.done")) {
            assertThat(world.host.mounted).contains(id);
            recorded.add(world.record(id).mounted());
          }
        };

    world.lifecycle.start(id);

    assertThat(recorded).containsExactly(false);
    assertThat(world.record(id).mountPoint()).isEqualTo(Path.of("/mounted", id.value()));
  }

  @Test
  @Rule({"INIT-17", "INIT-2"})
  void cleansUpAfterAFailedInit() {
    ContainerId id = world.create();
    world.host.failOn("runtime.create", GantryException.of(ErrorCode.RUNTIME, "broken"));

    assertThatThrownBy(() -> world.lifecycle.init(id)).hasMessage("broken");

    assertThat(world.state(id)).isEqualTo(ContainerState.CONFIGURED);
    assertThat(world.host.mounted).isEmpty();
    assertThat(world.host.connected).isEmpty();
  }

  @Test
  @Rule("SAVE-4")
  void goesOnWithTheRunThatACrashCutOff() {
    ContainerId id = world.create();
    world.cutOff(id);

    world.lifecycle.start(id);

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(id).run()).isEqualTo(1);
    assertThat(world.reportedExits()).isEmpty();
  }

  @Test
  @Rule({"INIT-16", "INIT-17"})
  void initialisesAgainWhatHasStopped() {
    ContainerId id = world.running();
    world.host.exit(id, 3);

    world.lifecycle.init(id);

    assertThat(world.state(id)).isEqualTo(ContainerState.CREATED);
    assertThat(world.savePoints)
        .containsSubsequence("sync.changed", "cleanup.runtime", "prepare.done", "init.created");
  }

  @Test
  @Rule({"START-11", "EXITCODES-8"})
  void tellsNothingOfTheRunBeforeAsThatOfItsFailure() {
    ContainerId id =
        world.running(spec -> spec.restart(new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0)));
    world.end(id, 3);
    world.pass(Duration.ofMinutes(1));
    world.host.failOn(
        "runtime.create", GantryException.of(ErrorCode.RUNTIME_NOT_FOUND, "not there"));

    assertThatThrownBy(() -> world.lifecycle.start(id)).hasMessage("not there");

    assertThat(world.record(id).exitCode()).isEqualTo(127);
    assertThat(world.record(id).finishedAt()).isEqualTo(world.now);
    assertThat(world.record(id).startedAt()).isNull();
    assertThat(world.record(id).startedNanos()).isNull();
    assertThat(world.record(id).nextRestartAt()).isNull();
    assertThat(world.exit(id, 2).startedAt()).isNull();
  }

  @Test
  @Rule({"RESTART-OP-3", "SAVE-4"})
  void connectsAnewWhatIsOnlyRecordedAsConnected() {
    ContainerId id = world.running();
    world.beforeSave =
        point -> {
          if (point.equals("cleanup.network")) {
            throw GantryException.of(ErrorCode.NO_SPACE, "full");
          }
        };
    world.end(id, 1);
    world.beforeSave = point -> {};
    assertThat(world.record(id).network()).isNotNull();
    assertThat(world.host.connected).isEmpty();

    world.lifecycle.start(id);

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.host.connected).containsExactly(id);
  }
}
