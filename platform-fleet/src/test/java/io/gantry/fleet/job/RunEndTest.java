package io.gantry.fleet.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.job.JobRunResource.State;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.api.node.Report.Failure;
import io.gantry.persistence.job.JobRunRows.OpenRun;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunEndTest {
  private static final ContainerId CONTAINER = new ContainerId("a".repeat(64));

  @Test
  void isWhatTheLedgerSaysEvenWhenTheContainerIsGone() {
    assertThat(RunEnd.of(run(null, true, true, 0, null)).orElseThrow().state())
        .isEqualTo(State.SUCCEEDED);
    assertThat(RunEnd.of(run(null, true, true, 3, null)).orElseThrow().exitCode()).isEqualTo(3);
  }

  @Test
  void isLostWithItsContainer() {
    RunEnd end = RunEnd.of(run(null, true, true, null, null)).orElseThrow();

    assertThat(end.state()).isEqualTo(State.FAILED);
    assertThat(end.failure()).extracting(Failure::code).isEqualTo(ErrorCode.NO_EXIT_CODE);
  }

  @Test
  void waitsForTheLedgerOnceItRan() {
    assertThat(RunEnd.of(run(Goal.STOPPED, true, true, null, null))).isEmpty();
  }

  @Test
  void waitsWhileItsNodeTriesAgain() {
    assertThat(RunEnd.of(run(Goal.RUNNING, true, false, null, failure(ErrorCode.REGISTRY))))
        .isEmpty();
    assertThat(RunEnd.of(run(Goal.RUNNING, false, false, null, failure(ErrorCode.NO_SUCH_IMAGE))))
        .isEmpty();
  }

  @Test
  void failsWithWhatItsNodeCannotDo() {
    RunEnd end =
        RunEnd.of(run(Goal.RUNNING, true, false, null, failure(ErrorCode.NO_SUCH_IMAGE)))
            .orElseThrow();

    assertThat(end.failure()).extracting(Failure::code).isEqualTo(ErrorCode.NO_SUCH_IMAGE);
  }

  @Test
  void failsIfItWasStoppedBeforeItRan() {
    assertThat(RunEnd.of(run(Goal.STOPPED, true, false, null, null)).orElseThrow().state())
        .isEqualTo(State.FAILED);
    assertThat(RunEnd.of(run(Goal.RUNNING, true, false, null, null))).isEmpty();
  }

  private static Failure failure(ErrorCode code) {
    return new Failure(code, "words");
  }

  private static OpenRun run(
      @Nullable Goal goal,
      boolean reached,
      boolean ran,
      @Nullable Integer code,
      @Nullable Failure failure) {
    return new OpenRun(
        1, CONTAINER, true, goal, reached, ran, ContainerState.CONFIGURED, code, failure);
  }
}
