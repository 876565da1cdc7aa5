package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.RestartPolicy;
import io.gantry.api.container.SecuritySpec;
import io.gantry.api.container.StopSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ImageConfig;
import io.gantry.engine.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopTest {
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
  @Rule({"STOP-5", "STOP-14", "STOP-18"})
  void savesThatAUserWantsItBeforeTheSignal() {
    ContainerId id = world.running();
    CompletableFuture<Boolean> durable = new CompletableFuture<>();
    world.host.during(
        "signal 15",
        () ->
            durable.complete(
                world.state(id) == ContainerState.STOPPING && world.record(id).stoppedByUser()));

    world.lifecycle.stop(id, null, "somebody");

    assertThat(durable).isCompletedWithValue(true);
    assertThat(world.exit(id, 1).cause()).isEqualTo(ExitCause.REQUESTED);
    assertThat(world.exit(id, 1).requestedBy()).isEqualTo("somebody");
    assertThat(world.exit(id, 1).signal()).isEqualTo(15);
  }

  @Test
  @Rule("STOP-5")
  void sendsNoSignalIfItCannotSaveThat() {
    ContainerId id = world.running();
    world.beforeSave =
        point -> {
          throw GantryException.of(ErrorCode.NO_SPACE, "full");
        };

    assertThatThrownBy(() -> world.lifecycle.stop(id, null, null)).hasMessage("full");

    assertThat(world.host.calls).noneMatch(call -> call.startsWith("signal"));
  }

  @Test
  @Rule({"STOP-6", "STOP-7"})
  void givesTheLockAwayWhileItWaits() {
    ContainerId id = world.running();
    CompletableFuture<ContainerState> seen = new CompletableFuture<>();
    world.host.during(
        "signal 15",
        () ->
            seen.complete(
                world.lifecycle.inspectFor(id, Operation.FORCED_REMOVE, found -> found.state())));

    world.lifecycle.stop(id, null, null);

    assertThat(seen).isCompletedWithValue(ContainerState.STOPPING);
  }

  @Test
  @Rule("STOP-15")
  void sendsKillWhenTheGraceEnds() {
    ContainerId id = world.running();
    world.host.ignored.add(Signals.TERM);

    StopOutcome outcome = world.lifecycle.stop(id, Duration.ofMillis(1), null);

    assertThat(outcome).isInstanceOf(StopOutcome.Stopped.class);
    assertThat(world.host.calls).containsSubsequence("signal 15", "signal 9");
    assertThat(world.exit(id, 1).code()).isEqualTo(137);
  }

  @Test
  @Rule("STOP-15")
  void sendsKillAtOnceWithoutGrace() {
    ContainerId id = world.running();

    world.lifecycle.stop(id, Duration.ZERO, null);

    assertThat(world.host.calls).contains("signal 9").doesNotContain("signal 15");
  }

  @Test
  @Rule({"STOP-15", "STOP-9"})
  void staysStoppingIfTheProcessSurvives() {
    ContainerId id = world.running();
    world.host.ignored.add(Signals.TERM);
    world.host.ignored.add(Signals.KILL);

    assertThatThrownBy(() -> world.lifecycle.stop(id, Duration.ofMillis(1), null))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME));

    assertThat(world.state(id)).isEqualTo(ContainerState.STOPPING);
    world.host.ignored.clear();
    world.lifecycle.stop(id, Duration.ZERO, null);
    assertThat(world.exit(id, 1).code()).isEqualTo(137);
  }

  @Test
  @Rule("STOP-18")
  void usesTheContainersSignal() {
    ContainerId id = world.running(spec -> spec.stop(new StopSpec("SIGINT", null)));

    world.lifecycle.stop(id, Duration.ofMillis(1), null);

    assertThat(world.host.calls).containsSubsequence("signal 2", "signal 9");
  }

  @Test
  @Rule({"STOP-1", "STOP-2", "STOP-16"})
  void reachesAllProcessesOfAContainerInTheHostsPidNamespace() {
    ContainerId own = world.running();
    ContainerId shared =
        world.running(
            spec ->
                spec.security(
                    new SecuritySpec(
                        false, null, null, false, false, null, null, null, null, true, false)));

    world.lifecycle.stop(own, null, null);
    assertThat(world.host.calls).doesNotContain("runtime.kill-all");
    world.lifecycle.stop(shared, null, null);

    assertThat(world.host.calls).contains("runtime.kill-all");
  }

  @Test
  @Rule("STOP-18")
  void takesWhatIsStoppedForSuccess() {
    ContainerId id = world.exited(3);

    StopOutcome outcome = world.lifecycle.stop(id, null, null);

    assertThat(outcome).isEqualTo(new StopOutcome.AlreadyStopped(ContainerState.EXITED));
    assertThat(world.exit(id, 1).cause()).isEqualTo(ExitCause.ENDED);
    assertThat(world.record(id).stoppedByUser()).isFalse();
  }

  @Test
  @Rule({"STOP-20", "STATES-6"})
  void refusesWhatIsPausedOrNeverStarted() {
    ContainerId paused = world.running();
    world.lifecycle.pause(paused);
    ContainerId configured = world.create();

    for (ContainerId id : new ContainerId[] {paused, configured}) {
      assertThatThrownBy(() -> world.lifecycle.stop(id, null, null))
          .isInstanceOfSatisfying(
              GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INVALID));
    }
  }

  @Test
  @Rule({"STOP-10", "STOP-11", "EVENTS-4", "EVENTS-5"})
  void leavesTheEndToWhoSawItFirst() {
    ContainerId id = world.running();
    world.host.during("signal 15", () -> endsDuringTheWait(id));

    StopOutcome outcome = world.lifecycle.stop(id, null, "somebody");

    assertThat(outcome).isInstanceOf(StopOutcome.Stopped.class);
    assertThat(world.reportedExits()).hasSize(1);
    assertThat(world.events()).containsOnlyOnce("died").containsOnlyOnce("stop");
    assertThat(world.host.looks).as("waits no longer than that").isEqualTo(1);
  }

  private void endsDuringTheWait(ContainerId id) {
    world.host.exit(id, 143);
    world.lifecycle.mayHaveEnded(id);
    world.workers.settle();
    world.host.looks = 0;
  }

  @Test
  @Rule({"EXIT-1", "STOP-12"})
  void waitsForTheFileThatComesAfterTheEnd(@TempDir Path directory) {
    try (World patient = World.patient(directory)) {
      ContainerId id = patient.running();
      patient.host.losesExits = true;
      patient.host.monitorSurvives(id);
      patient.host.during("signal 15", () -> comesWithLook(3, patient, id));

      patient.lifecycle.stop(id, null, null);

      assertThat(patient.exit(id, 1).code()).isEqualTo(143);
    }
  }

  private static void comesWithLook(int number, World world, ContainerId id) {
    Runnable then =
        number == 1
            ? () -> world.host.exitFiles.put(id, new SeenExit(143, world.now))
            : () -> comesWithLook(number - 1, world, id);
    world.host.during("look for an exit", then);
  }

  @Test
  @Rule("EXIT-1")
  void restoresTheInterruptThatEndsItsWait() {
    ContainerId id = world.running();
    world.host.losesExits = true;
    world.host.monitorSurvives(id);
    Thread stopping = Thread.currentThread();
    world.host.during(
        "signal 15", () -> world.host.during("look for an exit", stopping::interrupt));

    assertThatThrownBy(() -> world.lifecycle.stop(id, null, null))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(world.state(id)).isEqualTo(ContainerState.STOPPING);
  }

  @Test
  @Rule("STOP-15")
  void sendsNoKillToWhatEndsInItsGrace() {
    ContainerId id = world.running();
    world.host.ignored.add(Signals.TERM);
    world.host.during("await the end", () -> world.host.exit(id, 0));

    world.lifecycle.stop(id, null, null);

    assertThat(world.host.calls).contains("signal 15").doesNotContain("signal 9");
    assertThat(world.exit(id, 1).code()).isZero();
  }

  @Test
  @Rule("STOP-18")
  void givesTheCallsGraceElseTheContainersElseTenSeconds() {
    ContainerId plain = world.running();
    ContainerId patient =
        world.running(spec -> spec.stop(new StopSpec(null, Duration.ofMinutes(1))));
    ContainerId hurried =
        world.running(spec -> spec.stop(new StopSpec(null, Duration.ofMinutes(1))));

    world.lifecycle.stop(plain, null, null);
    world.lifecycle.stop(patient, null, null);
    world.lifecycle.stop(hurried, Duration.ofSeconds(3), null);

    assertThat(world.host.waits)
        .containsExactly(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofSeconds(3));
  }

  @Test
  @Rule("STOP-18")
  void usesTheImagesSignalIfTheContainerHasNone() {
    world.image = new ImageConfig(null, null, null, null, null, "SIGQUIT", null, null);
    ContainerId id = world.running();
    ContainerId own = world.running(spec -> spec.stop(new StopSpec("SIGINT", null)));

    world.lifecycle.stop(id, Duration.ofMillis(1), null);
    world.lifecycle.stop(own, Duration.ofMillis(1), null);

    assertThat(world.host.calls).containsSubsequence("signal 3", "signal 9", "signal 2");
  }

  @Test
  @Rule({"STOP-8", "SYNC-7"})
  void isDoneIfTheContainerWasRemovedMeanwhile() {
    ContainerId id = world.running();
    world.host.losesExits = true;
    world.host.during(
        "signal 15", () -> world.store.remove(world.config(id), world.lastChange(id)));

    assertThat(world.lifecycle.stop(id, null, null)).isEqualTo(new StopOutcome.Gone());

    assertThat(world.host.looks).as("once at the begin, once in the wait").isEqualTo(2);
  }

  @Test
  @Rule({"STOP-12", "STOP-13", "EXIT-11"})
  void recordsAnUnseenEndOfADeadMonitor() {
    ContainerId id = world.running();
    world.host.losesExits = true;

    assertThatThrownBy(() -> world.lifecycle.stop(id, null, null))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MONITOR_DEAD));

    assertThat(world.exit(id, 1).code()).isEqualTo(-1);
    assertThat(world.exit(id, 1).cause()).isEqualTo(ExitCause.UNKNOWN);
    assertThat(world.exit(id, 1).evidence()).contains("monitor", "had ended too");
    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
    assertThat(world.host.mounted).isEmpty();
  }

  @Test
  @Rule({"RESTART-10", "RESTART-3", "STOP-14"})
  void callsOffARestartThatIsStillToCome() {
    ContainerId id =
        world.running(spec -> spec.restart(new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0)));
    world.end(id, 1);
    assertThat(world.record(id).nextRestartAt()).isNotNull();

    world.lifecycle.stop(id, null, "somebody");
    world.workers.timePasses();

    assertThat(world.record(id).nextRestartAt()).isNull();
    assertThat(world.record(id).stoppedByUser()).isTrue();
    assertThat(world.record(id).requestedBy()).isEqualTo("somebody");
    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
    assertThat(world.reportedExits()).hasSize(1);
  }

  @Test
  @Rule({"RESTART-10", "SAVE-4"})
  void endsTheRunOfAStartItCallsOff() {
    ContainerId id = world.create();
    world.cutOff(id);
    world.left(id, fields -> fields.nextRestartAt(world.now));

    world.lifecycle.stop(id, null, "somebody");

    assertThat(world.record(id).openRun()).isFalse();
    assertThat(world.exit(id, 1).cause()).isEqualTo(ExitCause.START_FAILED);
    assertThat(world.exit(id, 1).evidence()).contains("stopped before");
  }

  @Test
  @Rule("STATES-6")
  void stopsWhatWasInitialisedOnly() {
    ContainerId id = world.create();
    world.lifecycle.init(id);

    StopOutcome outcome = world.lifecycle.stop(id, null, "somebody");

    assertThat(outcome).isEqualTo(new StopOutcome.Stopped(world.exit(id, 1)));
    assertThat(world.exit(id, 1).cause()).isEqualTo(ExitCause.REQUESTED);
    assertThat(world.record(id).openRun()).isFalse();
  }

  @Test
  @Rule("STOP-19")
  void killsAndWaitsForTheEnd() {
    ContainerId id = world.running();

    world.lifecycle.kill(id, "KILL", "somebody");

    assertThat(world.exit(id, 1).code()).isEqualTo(137);
    assertThat(world.exit(id, 1).requestedBy()).isEqualTo("somebody");
    assertThat(world.events()).contains("kill");
  }

  @Test
  @Rule({"STOP-19", "RESTART-10"})
  void savesEverySignalBeforeItIsSent() {
    ContainerId id = world.running();
    CompletableFuture<Boolean> durable = new CompletableFuture<>();
    world.host.during("signal 10", () -> durable.complete(world.record(id).stoppedByUser()));

    world.lifecycle.kill(id, "SIGUSR1", null);

    assertThat(durable).isCompletedWithValue(true);
    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  void refusesAWordThatIsNoSignal() {
    ContainerId id = world.running();

    assertThatThrownBy(() -> world.lifecycle.kill(id, "SIGNONSENSE", null))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
  }

  @Test
  @Rule("OCISPEC-19")
  void haltsSystemdByItsOwnSignalUnlessToldAnother() {
    ContainerId systemd = world.running(spec -> spec.command("/sbin/init"));
    ContainerId other =
        world.running(spec -> spec.command("/sbin/init").stop(new StopSpec("TERM", null)));

    world.lifecycle.stop(systemd, Duration.ofMillis(10), null);
    world.lifecycle.stop(other, Duration.ofMillis(10), null);

    assertThat(world.host.calls).containsSubsequence("signal 37", "signal 9", "signal 15");
  }

  @Test
  @Rule({"STOP-10", "EXIT-2"})
  void leavesTheNextRunAlone() {
    ContainerId id = world.running();
    world.host.during(
        "signal 15",
        () -> {
          endsDuringTheWait(id);
          world.lifecycle.start(id);
        });

    StopOutcome outcome = world.lifecycle.stop(id, null, null);

    assertThat(outcome).isEqualTo(new StopOutcome.Stopped(world.exit(id, 1)));
    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(id).run()).isEqualTo(2);
    assertThat(world.reportedExits()).hasSize(1);
  }

  @Test
  @Rule("STOP-12")
  void believesTheFileThatAMonitorWroteBeforeItsEnd() {
    ContainerId id = world.running();
    world.host.losesExits = true;
    world.host.during("is alive", () -> world.host.exitFiles.put(id, new SeenExit(143, world.now)));

    StopOutcome outcome = world.lifecycle.stop(id, null, null);

    assertThat(outcome).isEqualTo(new StopOutcome.Stopped(world.exit(id, 1)));
    assertThat(world.exit(id, 1).code()).isEqualTo(143);
  }

  @Test
  @Rule({"STOP-19", "EXIT-1"})
  void waitsForTheFileAfterAKill() {
    ContainerId id = world.running();
    world.host.losesExits = true;
    world.host.monitorSurvives(id);
    world.host.during("signal 9", () -> comesWithLook(2, world, id));

    world.lifecycle.kill(id, "KILL", null);

    assertThat(world.exit(id, 1).code()).isEqualTo(143);
  }

  @Test
  @Rule({"STOP-18", "OCISPEC-19"})
  void takesEachFormOfASignal() {
    assertThat(Signals.number("SIGTERM")).isEqualTo(15);
    assertThat(Signals.number("hup")).isEqualTo(1);
    assertThat(Signals.number("64")).isEqualTo(64);
    assertThat(Signals.number("1")).isEqualTo(1);
    assertThat(Signals.number("SIGRTMIN")).isEqualTo(34);
    assertThat(Signals.number("RTMIN+3")).isEqualTo(37);
    assertThat(Signals.number("RTMAX-2")).isEqualTo(62);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65", "RTMIN+31", "RTMAX+1", "RTMIN3", "", "SIG"})
  void refusesWhatIsNoSignal(String text) {
    assertThatThrownBy(() -> Signals.number(text))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
  }
}
