package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.RestartPolicy;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartPolicyTest {
  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private ContainerId running(RestartPolicy.Kind kind, int retries) {
    return world.running(spec -> spec.restart(new RestartPolicy(kind, retries)));
  }

  @Test
  @Rule({"RESTART-1", "RESTART-4", "SYNC-5"})
  void doesNothingWithoutAPolicy() {
    ContainerId id = world.running();

    world.end(id, 1);
    world.workers.timePasses();

    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
    assertThat(world.record(id).restartPolicyMatch()).isFalse();
  }

  @Test
  @Rule({"RESTART-3", "RESTART-5", "INIT-7", "EVENTS-1", "SAVE-3"})
  void startsAnewUnderANewRunAndCounts() {
    ContainerId id = running(RestartPolicy.Kind.ALWAYS, 0);

    world.end(id, 0);
    assertThat(world.record(id).nextRestartAt()).isEqualTo(world.now.plusMillis(100));
    world.workers.timePasses();

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(id).run()).isEqualTo(2);
    assertThat(world.record(id).restartCount()).isEqualTo(1);
    assertThat(world.record(id).nextRestartAt()).isNull();
    assertThat(world.savePoints).containsSubsequence("restart.counted", "init.created");
    assertThat(world.events()).contains("restart");
  }

  @Test
  @Rule("RESTART-2")
  void leavesSuccessAloneOnFailure() {
    ContainerId id = running(RestartPolicy.Kind.ON_FAILURE, 0);

    world.end(id, 0);
    world.workers.timePasses();

    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
  }

  @Test
  @Rule("RESTART-2")
  void endsWithTheLimitOfRetries() {
    ContainerId id = running(RestartPolicy.Kind.ON_FAILURE, 2);

    for (int i = 0; i < 3; i++) {
      world.end(id, 1);
      world.workers.timePasses();
    }

    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
    assertThat(world.record(id).restartCount()).isEqualTo(2);
    assertThat(world.record(id).run()).isEqualTo(3);
  }

  @Test
  @Rule("RESTART-12")
  void isRefusedWithWhatContradictsIt() {
    for (RestartPolicy.Kind kind : RestartPolicy.Kind.values()) {
      ThrowingCallable retries = () -> new RestartPolicy(kind, 3);
      if (kind == RestartPolicy.Kind.ON_FAILURE) {
        assertThatCode(retries).doesNotThrowAnyException();
      } else {
        assertThatIllegalArgumentException().isThrownBy(retries);
      }
      var spec =
          ContainerSpec.builder("image").autoRemove(true).restart(new RestartPolicy(kind, 0));
      if (kind == RestartPolicy.Kind.NO) {
        assertThatCode(spec::build).doesNotThrowAnyException();
      } else {
        assertThatIllegalArgumentException().isThrownBy(spec::build);
      }
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RestartPolicy(RestartPolicy.Kind.ON_FAILURE, -1));
  }

  @Test
  @Rule("RESTART-3")
  void waitsLongerEachTimeUpToABound() {
    assertThat(RestartDecision.delay(1)).isEqualTo(Duration.ofMillis(100));
    assertThat(RestartDecision.delay(2)).isEqualTo(Duration.ofMillis(200));
    assertThat(RestartDecision.delay(5)).isEqualTo(Duration.ofMillis(1600));
    assertThat(RestartDecision.delay(1000)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  @Rule("RESTART-3")
  void takesARunOfTenSecondsForProven() {
    assertThat(RestartDecision.shortRuns(3, Duration.ofSeconds(10))).isZero();
    assertThat(RestartDecision.shortRuns(3, Duration.ofMillis(9999))).isEqualTo(4);
    assertThat(RestartDecision.shortRuns(3, null)).isEqualTo(4);
  }

  @Test
  @Rule("RESTART-3")
  void beginsAnewOnceARunHasLasted() {
    ContainerId id = running(RestartPolicy.Kind.ALWAYS, 0);
    world.end(id, 1);
    world.workers.timePasses();
    world.end(id, 1);
    world.workers.timePasses();
    assertThat(world.record(id).shortRuns()).isEqualTo(2);

    world.pass(Duration.ofMinutes(1));
    world.end(id, 1);

    assertThat(world.record(id).shortRuns()).isZero();
    assertThat(world.record(id).nextRestartAt()).isEqualTo(world.now.plusMillis(100));
  }

  @Test
  @Rule({"RESTART-10", "SYNC-5", "STOP-14"})
  void respectsAUsersStopAndKill() {
    ContainerId stopped = running(RestartPolicy.Kind.ALWAYS, 0);
    ContainerId killed = running(RestartPolicy.Kind.ALWAYS, 0);

    world.lifecycle.stop(stopped, null, null);
    world.lifecycle.kill(killed, "TERM", null);
    world.lifecycle.mayHaveEnded(killed);
    world.workers.settle();
    world.workers.timePasses();

    assertThat(world.state(stopped)).isEqualTo(ContainerState.EXITED);
    assertThat(world.state(killed)).isEqualTo(ContainerState.EXITED);
  }

  @Test
  @Rule({"RESTART-6", "RESTART-8", "CLEANUP-16"})
  void cleansUpAfterAFailedRestartAndTriesAgain() {
    ContainerId id = running(RestartPolicy.Kind.ALWAYS, 0);
    world.end(id, 1);
    world.host.failOn("network.open", GantryException.of(ErrorCode.NETWORK, "down"));

    world.workers.timePasses();

    assertThat(world.host.mounted).isEmpty();
    assertThat(world.record(id).failure().message()).isEqualTo("down");
    assertThat(world.record(id).shortRuns()).isEqualTo(2);
    assertThat(world.record(id).nextRestartAt()).isEqualTo(world.now.plusMillis(200));
    world.workers.timePasses();
    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  @Rule({"RESTART-6", "EXITCODES-9"})
  void triesNothingAgainWhoseCommandIsGone() {
    ContainerId id = running(RestartPolicy.Kind.ALWAYS, 0);
    world.end(id, 1);
    world.host.failOn("runtime.create", GantryException.of(ErrorCode.RUNTIME_NOT_FOUND, "gone"));

    world.workers.timePasses();

    assertThat(world.exit(id, 2).code()).isEqualTo(127);
    assertThat(world.record(id).nextRestartAt()).isNull();
    assertThat(world.host.mounted).isEmpty();
  }

  @Test
  @Rule({"RESTART-5", "START-9"})
  void leavesWhatRunsAgainAlone() {
    ContainerId id = running(RestartPolicy.Kind.ALWAYS, 0);
    world.end(id, 1);
    world.lifecycle.start(id);

    world.workers.timePasses();

    assertThat(world.record(id).run()).isEqualTo(2);
    assertThat(world.record(id).restartCount()).isZero();
  }

  @Test
  @Rule("SYNC-5")
  void startsAgainWhatEndedWhilePaused() {
    ContainerId id = running(RestartPolicy.Kind.ALWAYS, 0);
    world.lifecycle.pause(id);

    world.end(id, 137);

    assertThat(world.record(id).restartPolicyMatch()).isTrue();
    assertThat(world.record(id).nextRestartAt()).isNotNull();
  }

  @Test
  @Rule("SYNC-5")
  void startsAgainWhatEndedBeforeItsStartWasSaved() {
    ContainerId id = initialised();
    world.cutOff(id);

    world.end(id, 1);

    assertThat(world.record(id).nextRestartAt()).isNotNull();
  }

  @Test
  @Rule("SYNC-5")
  void startsNothingAgainThatWasInitialisedOnly() {
    ContainerId id = initialised();

    world.end(id, 137);

    assertThat(world.exit(id, 1).code()).isEqualTo(137);
    assertThat(world.record(id).nextRestartAt()).isNull();
  }

  private ContainerId initialised() {
    ContainerId id =
        world.create(spec -> spec.restart(new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0)));
    world.lifecycle.init(id);
    return id;
  }

  @Test
  @Rule("START-10")
  void countsFromZeroAfterAStartByHand() {
    ContainerId id = running(RestartPolicy.Kind.ALWAYS, 0);
    world.end(id, 1);
    world.workers.timePasses();
    assertThat(world.record(id).restartCount()).isEqualTo(1);
    world.lifecycle.stop(id, null, null);
    world.workers.settle();

    world.lifecycle.start(id);

    assertThat(world.record(id).restartCount()).isZero();
  }

  @Test
  @Rule("RESTART-13")
  void removesWhatWantsToBeRemoved() {
    ContainerId id = world.running(spec -> spec.autoRemove(true));
    world.host.sessions.add(id);

    world.end(id, 5);

    assertThat(world.store.find(id)).isEmpty();
    assertThat(world.exit(id, 1).code()).isEqualTo(5);
  }

  @Test
  @Rule({"RESTART-OP-1", "RESTART-OP-2", "RESTART-OP-3", "RESTART-OP-6"})
  void restartsOnRequest() {
    ContainerId id = running(RestartPolicy.Kind.ALWAYS, 0);
    world.end(id, 1);
    world.workers.timePasses();
    assertThat(world.record(id).restartCount()).isEqualTo(1);
    int before = world.events().size();

    world.lifecycle.restart(id, null, "somebody");

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(id).run()).isEqualTo(3);
    assertThat(world.record(id).restartCount()).isZero();
    assertThat(world.exit(id, 2).requestedBy()).isEqualTo("somebody");
    assertThat(world.host.calls)
        .containsSubsequence("signal 15", "network.detach", "network.open", "runtime.start");
    assertThat(world.events().subList(before, world.events().size()))
        .startsWith("restart")
        .containsSubsequence("restart", "stop", "start");
  }

  @Test
  @Rule("RESTART-OP-1")
  void refusesToRestartWhatIsPaused() {
    ContainerId id = world.running();
    world.lifecycle.pause(id);

    assertThatThrownBy(() -> world.lifecycle.restart(id, null, null))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INVALID))
        .hasMessageContaining("cannot restart");

    assertThat(world.events()).doesNotContain("restart");
  }

  @Test
  @Rule({"RESTART-OP-4", "RESTART-OP-5"})
  void endsTheOldMonitorByItsIdentity() {
    ContainerId id = world.running();
    var old = world.record(id).monitor();
    world.host.during("signal 15", () -> world.host.monitorSurvives(id));

    world.lifecycle.restart(id, null, null);

    assertThat(world.host.alive).doesNotContain(old);
    assertThat(world.host.calls)
        .as("before its network is freed")
        .containsSubsequence("signal 15", "signal 9", "runtime.delete", "network.detach");
  }
}
