package io.gantry.fleet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.HealthState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.fleet.service.ServiceNow.Phase;
import io.gantry.persistence.service.ServiceReplicaRows.Observed;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplicaPhaseTest {
  private static final Instant STARTED = Instant.parse("2026-11-24T10:00:00Z");

  @Test
  void isReadyWhenItRanForLongEnough() {
    Observed running = replica(Goal.RUNNING, ContainerState.RUNNING, null, null);

    assertThat(at(9).of(running)).isEqualTo(Phase.STARTING);
    assertThat(at(9).readyAt(running)).isEqualTo(STARTED.plusSeconds(10));
    assertThat(at(10).of(running)).isEqualTo(Phase.READY);
  }

  @Test
  void isReadyByItsHealthAloneIfThatIsChecked() {
    assertThat(at(60).of(replica(HealthState.STARTING))).isEqualTo(Phase.STARTING);
    assertThat(at(60).of(replica(HealthState.UNHEALTHY))).isEqualTo(Phase.STARTING);
    assertThat(at(0).of(replica(HealthState.HEALTHY))).isEqualTo(Phase.READY);
  }

  @Test
  void hasFailedWhenItEndedOrCannotRun() {
    assertThat(at(1).of(replica(Goal.RUNNING, ContainerState.EXITED, null, null)))
        .isEqualTo(Phase.FAILED);
    assertThat(
            at(1)
                .of(
                    replica(
                        Goal.RUNNING, ContainerState.CONFIGURED, null, ErrorCode.NO_SUCH_IMAGE)))
        .isEqualTo(Phase.FAILED);
    assertThat(at(1).of(replica(Goal.RUNNING, ContainerState.CONFIGURED, null, ErrorCode.REGISTRY)))
        .isEqualTo(Phase.STARTING);
  }

  @Test
  void hasLeftWhenSomebodyStoppedItOrItsNodeIsSilent() {
    assertThat(at(1).of(replica(Goal.STOPPED, ContainerState.EXITED, null, null)))
        .isEqualTo(Phase.LEFT);
    Observed running = replica(Goal.RUNNING, ContainerState.RUNNING, null, null);
    assertThat(at(100).of(running)).isEqualTo(Phase.STARTING);
    assertThat(at(301).of(running)).isEqualTo(Phase.LEFT);
  }

  private static ReplicaPhase at(long seconds) {
    Instant now = STARTED.plusSeconds(seconds);
    return new ReplicaPhase(Duration.ofSeconds(10), now.minusSeconds(30), now);
  }

  private static Observed replica(HealthState health) {
    return replica(Goal.RUNNING, ContainerState.RUNNING, health, null, STARTED.plusSeconds(60));
  }

  private static Observed replica(
      Goal goal, ContainerState state, @Nullable HealthState health, @Nullable ErrorCode failure) {
    return replica(goal, state, health, failure, STARTED);
  }

  private static Observed replica(
      Goal goal,
      ContainerState state,
      @Nullable HealthState health,
      @Nullable ErrorCode failure,
      Instant seenAt) {
    return new Observed(
        1,
        new ContainerId("a".repeat(64)),
        1,
        goal,
        true,
        true,
        state,
        0,
        state == ContainerState.CONFIGURED ? 0 : 1,
        STARTED,
        null,
        health,
        failure,
        seenAt);
  }
}
