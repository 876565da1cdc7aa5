package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.RestartPolicy;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import io.gantry.engine.state.Change;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoverTest {
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
  @Rule({"REFRESH-11", "SYNC-3"})
  void findsWhatEndedMeanwhile() {
    ContainerId ended = world.running();
    ContainerId live = world.running();
    world.host.exit(ended, 9);
    world.workers.watched.clear();

    world.reopened().recover();
    world.workers.settle();

    assertThat(world.exit(ended, 1).code()).isEqualTo(9);
    assertThat(world.state(ended)).isEqualTo(ContainerState.EXITED);
    assertThat(world.state(live)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(live).run()).isEqualTo(1);
    assertThat(world.host.strays).isEmpty();
    assertThat(world.workers.watched).containsExactly(entry(live, world.record(live).monitor()));
  }

  @Test
  @Rule({"SAVE-4", "STOP-13", "MONITOR-10"})
  void endsWhatIsUnwatched() {
    ContainerId id = world.running();
    world.host.losesExits = true;
    world.host.killMonitor(id);

    world.reopened().recover();
    world.workers.settle();

    assertThat(world.exit(id, 1).code()).isEqualTo(-1);
  }

  @Test
  @Rule("MONITOR-10")
  void takesAMonitorNobodyKnowsForAlive() {
    ContainerId id = world.running();
    world.store.save(
        world.config(id), Change.to(world.record(id).toBuilder().monitor(null).build(), world.now));

    world.reopened().recover();
    world.lifecycle.mayHaveEnded(id);
    world.workers.settle();

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.reportedExits()).isEmpty();
  }

  @Test
  @Rule({"SAVE-3", "PAUSE-4", "PAUSE-6"})
  void asksTheFreezerWhetherItIsPaused() {
    ContainerId frozen = world.running();
    ContainerId thawed = world.running();
    world.lifecycle.pause(thawed);
    world.host.frozen.add(frozen);
    world.host.frozen.remove(thawed);

    world.reopened().recover();

    assertThat(world.state(frozen)).isEqualTo(ContainerState.PAUSED);
    assertThat(world.state(thawed)).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  @Rule({"REFRESH-2", "REFRESH-3", "REFRESH-4", "REFRESH-9", "REFRESH-5", "EXITCODES-4"})
  void resetsEverythingAfterAReboot() {
    ContainerId running = world.running();
    ContainerId exited = world.exited(3);

    world.reopened().refresh();

    assertThat(world.state(running)).isEqualTo(ContainerState.CONFIGURED);
    assertThat(world.record(running).process()).isNull();
    assertThat(world.record(running).monitor()).isNull();
    assertThat(world.record(running).mounted()).isFalse();
    assertThat(world.record(running).network()).isNull();
    assertThat(world.host.connected).isEmpty();
    assertThat(world.exit(running, 1).cause()).isEqualTo(ExitCause.HOST_RESTART);
    assertThat(world.exit(running, 1).code()).isEqualTo(-1);
    assertThat(world.state(exited)).isEqualTo(ContainerState.EXITED);
    assertThat(world.record(exited).exitCode()).isEqualTo(3);
    assertThat(world.exit(exited, 1).code()).isEqualTo(3);
  }

  @Test
  @Rule({"REFRESH-9", "EXITCODES-4"})
  void believesAnExitFileThatOutlivedTheReboot() {
    ContainerId id = world.running();
    world.host.exit(id, 6);

    world.reopened().refresh();

    assertThat(world.exit(id, 1).code()).isEqualTo(6);
    assertThat(world.reportedExits()).hasSize(1);
  }

  @Test
  @Rule({"REFRESH-6", "REFRESH-7", "REFRESH-8"})
  void takesNoLockAndGoesOnAfterAFailure() {
    ContainerId first = world.running();
    ContainerId second = world.running();
    world.host.failOn("network.detach", GantryException.of(ErrorCode.NETWORK, "down"));
    world.host.exit(second, 1);

    world.lifecycle.inspectFor(
        first,
        Operation.FORCED_REMOVE,
        record -> {
          world.lifecycle.refresh();
          return record;
        });

    assertThat(world.state(second)).isEqualTo(ContainerState.CONFIGURED);
    assertThat(world.host.exitFiles).isEmpty();
  }

  @Test
  @Rule("REFRESH-10")
  void finishesARemovalThatHadBegun() {
    ContainerId id = world.exited(1);
    world.force(id, ContainerState.REMOVING);
    Lifecycle reopened = world.reopened();

    reopened.refresh();
    assertThat(world.state(id)).isEqualTo(ContainerState.REMOVING);
    reopened.recover();
    world.workers.settle();

    assertThat(world.store.find(id)).isEmpty();
  }

  @Test
  @Rule("RESTART-11")
  void startsAtBootWhatAPolicyKeepsRunning() {
    ContainerId always = policy(RestartPolicy.Kind.ALWAYS);
    ContainerId stopped = policy(RestartPolicy.Kind.UNLESS_STOPPED);
    ContainerId unless = policy(RestartPolicy.Kind.UNLESS_STOPPED);
    ContainerId none = world.running();
    world.lifecycle.stop(always, null, null);
    world.lifecycle.stop(stopped, null, null);
    world.workers.settle();

    Lifecycle reopened = world.reopened();
    reopened.refresh();
    reopened.recover();
    world.workers.timePasses();

    assertThat(world.state(always)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.state(unless)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.state(stopped)).isEqualTo(ContainerState.EXITED);
    assertThat(world.state(none)).isEqualTo(ContainerState.CONFIGURED);
  }

  private ContainerId policy(RestartPolicy.Kind kind) {
    return world.running(spec -> spec.restart(new RestartPolicy(kind, 0)));
  }

  @Test
  @Rule({"STORAGE-13", "SAVE-4"})
  void freesWhatHasNoRow() {
    ContainerId orphan = new ContainerId("e".repeat(64));
    ContainerId kept = world.create();
    world.host.stored.add(orphan);
    world.host.exitFiles.put(orphan, new SeenExit(0, world.now));
    world.host.becomes(orphan, ContainerRuntime.Presence.RUNNING);

    world.reopened().recover();

    assertThat(world.host.stored).containsExactly(kept);
    assertThat(world.host.presence(orphan)).isEqualTo(ContainerRuntime.Presence.ABSENT);
    assertThat(world.host.exitFiles).isEmpty();
    assertThat(world.host.calls).contains("network.clean-orphans", "root.clean-orphans");
  }

  @Test
  @Rule({"SAVE-4", "START-8"})
  void makesAnewWhatWasCutOffBeforeItsCommand() {
    ContainerId id = world.create();
    world.lifecycle.init(id);
    world.cutOff(id);
    world.host.calls.clear();

    world.reopened().recover();
    assertThat(world.host.calls)
        .containsSubsequence("runtime.delete", "exits.forget", "network.detach", "root.unmount");
    assertThat(world.host.mounted).isEmpty();
    assertThat(world.record(id).process()).isNull();
    assertThat(world.record(id).monitor()).isNull();
    world.workers.timePasses();

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(id).run()).isEqualTo(1);
    assertThat(world.reportedExits()).isEmpty();
  }

  @Test
  @Rule({"REFRESH-2", "SAVE-3"})
  void resetsAllOrNothing() {
    ContainerId id = world.running();
    world.beforeSave =
        point -> {
          if (point.equals("refresh.saved")) {
            throw GantryException.of(ErrorCode.NO_SPACE, "full");
          }
        };

    assertThatThrownBy(() -> world.lifecycle.refresh()).hasMessage("full");
    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    world.beforeSave = point -> {};
    world.lifecycle.refresh();

    assertThat(world.state(id)).isEqualTo(ContainerState.CONFIGURED);
    assertThat(world.savePoints).contains("refresh.saved");
  }

  @Test
  @Rule("REFRESH-9")
  void endsTheRunsOnlyThatTheRebootCutOff() {
    ContainerId starting = world.create();
    ContainerId waiting = world.create();
    world.lifecycle.init(starting);
    world.lifecycle.init(waiting);
    world.cutOff(starting);

    world.reopened().refresh();

    assertThat(world.exit(starting, 1).cause()).isEqualTo(ExitCause.HOST_RESTART);
    assertThat(world.reportedExits()).hasSize(1);
    assertThat(world.record(waiting).process()).isNull();
    assertThat(world.record(waiting).monitor()).isNull();
  }

  @Test
  @Rule("RESTART-11")
  void startsNothingAtBootThatWasNeverStarted() {
    ContainerId id =
        world.create(spec -> spec.restart(new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0)));

    world.reopened().refresh();

    assertThat(world.record(id).nextRestartAt()).isNull();
  }

  @Test
  @Rule({"RESTART-2", "RESTART-11"})
  void startsAtBootWhatFailedByIt() {
    ContainerId failed = policy(RestartPolicy.Kind.ON_FAILURE);
    ContainerId done = policy(RestartPolicy.Kind.ON_FAILURE);
    ContainerId due = policy(RestartPolicy.Kind.ON_FAILURE);
    ContainerId stopped = policy(RestartPolicy.Kind.ON_FAILURE);
    world.host.exit(done, 0);
    world.end(due, 1);
    world.lifecycle.stop(stopped, null, null);
    world.workers.settle();

    world.reopened().refresh();

    assertThat(world.record(failed).nextRestartAt()).isEqualTo(world.now);
    assertThat(world.record(done).nextRestartAt()).isNull();
    assertThat(world.record(due).nextRestartAt()).isEqualTo(world.now);
    assertThat(world.record(stopped).nextRestartAt()).isNull();
  }

  private ContainerId initialised() {
    ContainerId id = world.create();
    world.lifecycle.init(id);
    return id;
  }

  /** Initialised by an engine that ended before it could save that. */
  private ContainerId halfInitialised() {
    ContainerId id = initialised();
    world.left(
        id,
        fields ->
            fields
                .state(ContainerState.CONFIGURED)
                .process(null)
                .monitor(null)
                .mountPoint(null)
                .network(null));
    return id;
  }

  @Test
  @Rule({"SAVE-4", "MONITORFILES-2"})
  void undoesWhatWasMadeAndNotSaved() {
    ContainerId id = halfInitialised();
    world.host.exitFiles.put(id, new SeenExit(0, world.now));

    world.reopened().recover();

    assertThat(world.host.presence(id)).isEqualTo(ContainerRuntime.Presence.ABSENT);
    assertThat(world.host.exitFiles).isEmpty();
    assertThat(world.host.connected).isEmpty();
    assertThat(world.host.mounted).isEmpty();
    assertThat(world.record(id).nextRestartAt()).isNull();
  }

  @Test
  @Rule({"SAVE-3", "SAVE-4"})
  void unmountsAndDisconnectsWhatWasPreparedOnly() {
    ContainerId mounted = initialised();
    ContainerId connected = initialised();
    world.left(mounted, fields -> fields.state(ContainerState.CONFIGURED).network(null));
    world.left(connected, fields -> fields.state(ContainerState.CONFIGURED).mountPoint(null));

    world.reopened().recover();

    assertThat(world.record(mounted).mounted()).isFalse();
    assertThat(world.record(connected).network()).isNull();
    assertThat(world.host.mounted).isEmpty();
    assertThat(world.host.connected).isEmpty();
  }

  @Test
  @Rule("SAVE-4")
  void endsTheMonitorsOfWhatCannotRunOnly() {
    ContainerId half = halfInitialised();
    initialised();
    world.running();

    world.reopened().recover();

    assertThat(world.host.strays).containsExactly(half);
  }

  @Test
  @Rule({"SAVE-3", "STOP-5"})
  void goesOnWithAStop() {
    ContainerId id = world.running();
    world.left(
        id,
        fields ->
            fields.state(ContainerState.STOPPING).stoppedByUser(true).requestedBy("somebody"));
    world.workers.watched.clear();

    world.reopened().recover();
    assertThat(world.workers.watched).containsKey(id);
    world.workers.settle();

    assertThat(world.exit(id, 1).cause()).isEqualTo(ExitCause.REQUESTED);
    assertThat(world.exit(id, 1).requestedBy()).isEqualTo("somebody");
  }

  @Test
  @Rule("SAVE-4")
  void startsAgainWhatWasCutOffBeforeItWasInitialised() {
    ContainerId cutOff = world.create();
    ContainerId again = world.exited(0);
    ContainerId idle = world.exited(0);
    world.cutOff(cutOff);
    world.left(again, fields -> fields.run(2).openRun(true));

    world.reopened().recover();
    assertThat(world.record(cutOff).nextRestartAt()).isEqualTo(world.now);
    assertThat(world.record(idle).nextRestartAt()).isNull();
    world.workers.timePasses();

    assertThat(world.state(cutOff)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(cutOff).run()).isEqualTo(1);
    assertThat(world.state(again)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(again).run()).isEqualTo(2);
    assertThat(world.state(idle)).isEqualTo(ContainerState.EXITED);
  }

  @Test
  @Rule({"RESTART-3", "SAVE-4"})
  void keepsTheTimeOfARestartThatIsStillToCome() {
    ContainerId id = world.create();
    world.cutOff(id);
    Instant due = world.now.plusSeconds(9);
    world.left(id, fields -> fields.nextRestartAt(due));

    world.reopened().recover();

    assertThat(world.record(id).nextRestartAt()).isEqualTo(due);
    assertThat(world.workers.delays).containsExactly(Duration.ofSeconds(9));
  }

  @Test
  @Rule("SAVE-4")
  void startsAgainAlsoWhatCouldNotBeUndone() {
    ContainerId id = world.create();
    world.cutOff(id);
    world.host.failOn("network.detach", GantryException.of(ErrorCode.NETWORK, "once"));

    world.reopened().recover();
    world.workers.timePasses();

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(id).run()).isEqualTo(1);
  }

  @Test
  @Rule("RESTART-3")
  void waitsForNoRestartLongerThanAPolicyDoes() {
    ContainerId id = world.create();
    world.cutOff(id);
    world.left(id, fields -> fields.nextRestartAt(world.now.plus(Duration.ofDays(1))));

    world.reopened().recover();

    assertThat(world.workers.delays).containsExactly(RestartDecision.LONGEST_DELAY);
  }

  @Test
  @Rule({"SAVE-4", "START-8"})
  void believesTheRuntimeThatItsCommandWasStarted() {
    ContainerId id = initialised();
    world.cutOff(id);
    world.host.becomes(id, ContainerRuntime.Presence.RUNNING);
    world.workers.watched.clear();

    world.reopened().recover();

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(id).run()).isEqualTo(1);
    assertThat(world.record(id).startedAt()).isEqualTo(world.now);
    assertThat(world.workers.watched).containsKey(id);
  }

  @Test
  @Rule({"SAVE-4", "EXIT-5"})
  void waitsForTheExitFileOfACommandThatHasEnded() {
    ContainerId id = initialised();
    world.cutOff(id);
    world.host.becomes(id, ContainerRuntime.Presence.STOPPED);
    world.workers.watched.clear();

    world.reopened().recover();
    assertThat(world.state(id)).isEqualTo(ContainerState.CREATED);
    assertThat(world.workers.watched).containsKey(id);
    world.host.exit(id, 4);
    world.workers.settle();

    assertThat(world.exit(id, 1).code()).isEqualTo(4);
    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
  }

  @Test
  @Rule({"SAVE-3", "SAVE-4"})
  void watchesWhatWaitsInitialisedAndFinishesItsNetwork() {
    ContainerId id = initialised();
    world.left(id, fields -> fields.network(world.record(id).network().unbuilt()));
    world.workers.watched.clear();

    world.reopened().recover();

    assertThat(world.state(id)).isEqualTo(ContainerState.CREATED);
    assertThat(world.workers.watched).containsKey(id);
    assertThat(world.host.calls).contains("network.rebuild");
  }

  @Test
  @Rule({"SAVE-4", "MONITOR-10"})
  void letsNothingWaitUnwatched() {
    ContainerId id = initialised();
    world.host.killMonitor(id);

    world.reopened().recover();

    assertThat(world.state(id)).isEqualTo(ContainerState.CONFIGURED);
    assertThat(world.host.mounted).isEmpty();
  }

  @Test
  @Rule({"REFRESH-3", "REFRESH-4"})
  void resetsWhatBelongsToTheBootBeforeAndKeepsTheEnd() {
    world.host.memoryEvidence = "memory.events oom_kill 1";
    ContainerId id = world.exited(137);
    world.left(
        id,
        fields ->
            fields
                .stoppedByUser(true)
                .requestedBy("somebody")
                .restartPolicyMatch(true)
                .restartCount(3)
                .shortRuns(3)
                .nextRestartAt(world.now));
    Instant finished = world.now;
    world.pass(Duration.ofMinutes(1));

    world.reopened().refresh();

    assertThat(world.record(id).stoppedByUser()).isFalse();
    assertThat(world.record(id).requestedBy()).isNull();
    assertThat(world.record(id).restartPolicyMatch()).isFalse();
    assertThat(world.record(id).restartCount()).isZero();
    assertThat(world.record(id).shortRuns()).isZero();
    assertThat(world.record(id).nextRestartAt()).isNull();
    assertThat(world.record(id).outOfMemory()).isTrue();
    assertThat(world.record(id).finishedAt()).isEqualTo(finished);
  }

  @Test
  @Rule({"SAVE-4", "NETWORK-7", "UNMOUNT-10"})
  void freesWhatHasEndedAndCouldNotBeFreed() {
    ContainerId id = world.running();
    for (String part : List.of("network.detach", "root.unmount", "runtime.delete")) {
      world.host.failOn(part, GantryException.of(ErrorCode.RUNTIME, "once"));
    }
    world.end(id, 1);
    assertThat(world.state(id)).isEqualTo(ContainerState.STOPPED);
    assertThat(world.host.connected).contains(id);
    assertThat(world.host.mounted).contains(id);

    world.reopened().recover();
    world.workers.settle();

    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
    assertThat(world.host.connected).isEmpty();
    assertThat(world.host.mounted).isEmpty();
  }
}
