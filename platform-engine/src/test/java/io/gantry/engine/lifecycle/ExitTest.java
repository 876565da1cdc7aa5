package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExitTest {
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
  @Rule({"EXIT-3", "EXIT-6", "EXIT-7", "SYNC-1", "SYNC-3", "SYNC-4", "EXITCODES-1", "EVENTS-1"})
  void recordsWhatTheMonitorWroteDown() {
    ContainerId id = world.running();
    Instant finished = world.now.plusSeconds(7);
    world.host.exit(id, 42);
    world.host.exitFiles.put(id, new SeenExit(42, finished));

    world.lifecycle.mayHaveEnded(id);
    world.workers.settle();

    assertThat(world.record(id).exitCode()).isEqualTo(42);
    assertThat(world.record(id).finishedAt()).isEqualTo(finished);
    assertThat(world.record(id).process()).isNull();
    assertThat(world.exit(id, 1).code()).isEqualTo(42);
    assertThat(world.exit(id, 1).finishedAt()).isEqualTo(finished);
    assertThat(world.exit(id, 1).duration()).as("a file from the future").isZero();
    assertThat(world.events()).contains("died");
  }

  @Test
  @Rule({"EXIT-10", "SAVE-2"})
  void makesStateExitAndReportsDurableTogether() {
    ContainerId id = world.running();
    world.host.exit(id, 42);
    world.beforeSave =
        point -> {
          if (point.equals("sync.changed")) {
            throw GantryException.of(ErrorCode.NO_SPACE, "full");
          }
        };

    world.lifecycle.mayHaveEnded(id);
    world.workers.settle();

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.reportedExits()).isEmpty();
    assertThat(world.host.exitFiles).containsKey(id);
    world.beforeSave = point -> {};
    world.workers.timePasses();
    assertThat(world.reportedExits()).as("done again without being asked").hasSize(1);
  }

  @Test
  @Rule({"CLEANUP-1", "CLEANUP-15"})
  void cleansUpAgainWhatCouldNotBeCleanedUp() {
    ContainerId id = world.running();
    world.host.failOn("runtime.delete", GantryException.of(ErrorCode.RUNTIME, "once"));

    world.end(id, 1);

    assertThat(world.state(id)).isEqualTo(ContainerState.STOPPED);
    world.workers.timePasses();
    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
  }

  @Test
  @Rule({"MONITORFILES-3", "EXIT-10"})
  void removesTheFileOnlyWhenItsContentIsDurable() {
    ContainerId id = world.running();
    CompletableFuture<Boolean> durable = new CompletableFuture<>();
    world.host.during("exits.forget", () -> durable.complete(world.store.exit(id, 1).isPresent()));

    world.end(id, 1);

    assertThat(durable).isCompletedWithValue(true);
  }

  @Test
  @Rule({"EXIT-10", "EVENTS-4"})
  void handlesTheSameFileOnce() {
    ContainerId id = world.running();
    world.host.exit(id, 1);

    for (int i = 0; i < 3; i++) {
      world.lifecycle.mayHaveEnded(id);
      world.workers.settle();
    }

    assertThat(world.reportedExits()).hasSize(1);
    assertThat(world.events()).containsOnlyOnce("died");
  }

  @Test
  @Rule({"EXIT-5", "SYNC-4"})
  void takesAMissingFileForARunThatGoesOn() {
    ContainerId id = world.running();

    world.lifecycle.mayHaveEnded(id);
    world.workers.settle();

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.savePoints).doesNotContain("sync.changed");
  }

  @Test
  @Rule("EXIT-4")
  void looksForAnEndOnlyWhereOneCanCome() {
    ContainerId id = world.create();
    world.host.exitFiles.put(id, new SeenExit(9, world.now));

    world.lifecycle.mayHaveEnded(id);
    world.workers.settle();

    assertThat(world.record(id).exitCode()).isNull();
    assertThat(world.reportedExits()).isEmpty();
  }

  @Test
  @Rule({"EXIT-2", "EXIT-11"})
  void recordsAnEndNobodySawAfterTheWait() {
    ContainerId id = world.running();
    world.host.losesExits = true;
    world.host.during("signal 9", () -> world.host.monitorSurvives(id));

    assertThatThrownBy(() -> world.lifecycle.stop(id, Duration.ZERO, null))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT));

    assertThat(world.exit(id, 1).code()).isEqualTo(-1);
    assertThat(world.exit(id, 1).cause()).isEqualTo(ExitCause.UNKNOWN);
    assertThat(world.savePoints).contains("exit.timeout");
    assertThat(world.events()).contains("died");
    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
    assertThat(world.host.mounted).isEmpty();
  }

  @Test
  @Rule({"EXIT-8", "EXIT-11"})
  void endsARunWhoseCodeNobodyCanRead() {
    ContainerId id = world.running(spec -> spec.runTimeout(Duration.ofSeconds(5)));
    world.host.exit(id, 0);
    world.host.exitFiles.put(id, new SeenExit(-1, world.now, "the exit file holds 'x'"));

    world.lifecycle.mayHaveEnded(id);
    world.workers.settle();

    assertThat(world.exit(id, 1).code()).isEqualTo(-1);
    assertThat(world.exit(id, 1).cause()).isEqualTo(ExitCause.UNKNOWN);
    assertThat(world.exit(id, 1).evidence()).isEqualTo("the exit file holds 'x'");
    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
    assertThat(world.host.exitFiles).isEmpty();
    assertThat(world.host.mounted).isEmpty();
  }

  @Test
  @Rule({"EXIT-13", "EXITCODES-11"})
  void namesTheSignal() {
    ContainerId id = world.running();

    world.end(id, 139);

    assertThat(world.exit(id, 1).signal()).isEqualTo(11);
    assertThat(world.exit(id, 1).cause()).isEqualTo(ExitCause.SIGNALLED);
  }

  @Test
  @Rule("EXIT-13")
  void takesOnlyCodesOfSignalsForThem() {
    ContainerId zero = world.exited(128);
    ContainerId last = world.exited(192);
    ContainerId beyond = world.exited(193);

    assertThat(world.exit(zero, 1).cause()).isEqualTo(ExitCause.ENDED);
    assertThat(world.exit(last, 1).signal()).isEqualTo(64);
    assertThat(world.exit(beyond, 1).cause()).isEqualTo(ExitCause.ENDED);
    assertThat(world.exit(beyond, 1).signal()).isNull();
  }

  @Test
  @Rule("EXIT-13")
  void namesTheEndOfTheRunsTime() {
    ContainerId id = world.running(spec -> spec.runTimeout(Duration.ofSeconds(5)));

    world.end(id, -1);

    assertThat(world.exit(id, 1).cause()).isEqualTo(ExitCause.RUN_TIMEOUT);
  }

  @Test
  @Rule("EXIT-7")
  void provesThatMemoryRanOut() {
    ContainerId id = world.running();
    world.host.memoryEvidence = "memory.oom_control oom_kill 1";

    world.end(id, 137);

    assertThat(world.exit(id, 1).cause()).isEqualTo(ExitCause.OUT_OF_MEMORY);
    assertThat(world.exit(id, 1).evidence()).isEqualTo("memory.oom_control oom_kill 1");
    assertThat(world.record(id).outOfMemory()).isTrue();
  }

  @Test
  void measuresTheDurationOnAClockThatDoesNotJump() {
    ContainerId id = world.running();
    Instant started = world.now;
    world.pass(Duration.ofSeconds(5));
    world.now = world.now.plus(Duration.ofDays(1));

    world.end(id, 0);

    assertThat(world.exit(id, 1).startedAt()).isEqualTo(started);
    assertThat(world.exit(id, 1).duration()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  @Rule("EXIT-7")
  void measuresUpToTheEndAndNotUpToTheLook() {
    ContainerId id = world.running();
    world.pass(Duration.ofSeconds(5));
    world.host.exit(id, 0);
    world.pass(Duration.ofSeconds(2));

    world.lifecycle.mayHaveEnded(id);
    world.workers.settle();

    assertThat(world.exit(id, 1).duration()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  @Rule({"EXITCODES-5", "EXITCODES-6"})
  void answersWhoWaitsAndWhoComesLate() {
    ContainerId id = world.running();
    var early = world.lifecycle.exit(id, 1);
    assertThat(early).isNotDone();

    world.end(id, 3);

    assertThat(early).isCompletedWithValueMatching(exit -> exit.code() == 3);
    assertThat(world.lifecycle.exit(id, 1)).isCompletedWithValueMatching(exit -> exit.code() == 3);
  }

  @Test
  @Rule({"EXITCODES-1", "EXITCODES-7"})
  void answersAfterTheRemovalAndNeverMakesACodeUp() {
    ContainerId id = world.exited(3);
    var next = world.lifecycle.exit(id, 2);

    world.lifecycle.remove(id, World.FORCED);

    assertThat(world.lifecycle.exit(id, 1)).isCompletedWithValueMatching(exit -> exit.code() == 3);
    assertThat(next).isCompletedExceptionally();
    assertThat(world.lifecycle.exit(id, 2)).isCompletedExceptionally();
  }

  @Test
  @Rule({"EXITCODES-2", "EXITCODES-3", "CLEANUP-13"})
  void keepsWhatIsNotAcknowledgedOrNewest() {
    ContainerId id = world.exited(3);
    world.lifecycle.start(id);
    world.end(id, 4);
    world.pass(Duration.ofHours(1));
    world.lifecycle.pruneExits();
    assertThat(world.exit(id, 1).code()).isEqualTo(3);

    world.outbox.acknowledge(world.reports().getLast().sequence());
    world.lifecycle.pruneExits();

    assertThat(world.store.exit(id, 1)).isEmpty();
    assertThat(world.exit(id, 2).code()).isEqualTo(4);
  }

  @Test
  @Rule({"STOP-13", "EXIT-11", "MONITOR-13"})
  void killsAProcessWhoseMonitorIsDead() {
    ContainerId id = world.running();
    world.host.killMonitor(id);
    world.host.losesExits = true;

    world.lifecycle.mayHaveEnded(id);
    world.workers.settle();

    assertThat(world.host.calls).contains("signal 9");
    assertThat(world.exit(id, 1).evidence()).contains("was killed");
    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
  }

  @Test
  @Rule({"STOP-13", "MONITOR-10"})
  void believesTheFileThatADeadMonitorWroteLast() {
    ContainerId id = world.running();
    world.host.killMonitor(id);
    world.host.during("is alive", () -> world.host.exit(id, 7));

    world.lifecycle.mayHaveEnded(id);
    world.workers.settle();

    assertThat(world.exit(id, 1).code()).isEqualTo(7);
    assertThat(world.host.calls).doesNotContain("signal 9");
  }
}
