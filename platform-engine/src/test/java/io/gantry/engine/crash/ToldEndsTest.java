package io.gantry.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.node.Report;
import io.gantry.api.node.Report.ContainerStatus;
import io.gantry.engine.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ToldEndsTest {
  private static final ContainerId CONTAINER = new ContainerId("ab".repeat(32));
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final int KILLED = 137;
  private static final Set<Integer> CODES = Set.of(KILLED, ExitRecord.UNSEEN);
  private static final Report FIRST = ended(1, KILLED, null);
  private static final Report SECOND = ended(2, ExitRecord.UNSEEN, "its monitor died");
  private static final Report GONE = status(true, 2);

  @Test
  void areRightIfEachRunEndedOnce() {
    assertThat(ToldEnds.problems(List.of(status(false, 1), FIRST, SECOND, GONE), CODES)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("planted")
  @Rule("EXIT-10")
  void areWrong(String problem, List<Report> reports) {
    assertThat(ToldEnds.problems(reports, CODES))
        .singleElement()
        .asString()
        .contains(problem, CONTAINER.value());
  }

  static Stream<Arguments> planted() {
    return Stream.of(
        Arguments.of("was told 0 times", List.of(FIRST, GONE)),
        Arguments.of("was told 0 times", List.of(SECOND, GONE)),
        Arguments.of("was told 2 times", List.of(FIRST, SECOND, SECOND, GONE)),
        Arguments.of("run 1 of", List.of(ended(1, 0, null), SECOND, GONE)), // an invented success
        Arguments.of("cannot have ended with 136", List.of(ended(1, 136, null), SECOND, GONE)),
        Arguments.of("nobody says why", List.of(FIRST, ended(2, ExitRecord.UNSEEN, null), GONE)),
        Arguments.of("never told to be gone", List.of(FIRST, SECOND, status(false, 2))));
  }

  private static Report ended(long run, int code, @Nullable String evidence) {
    ExitCause cause = ExitCause.UNKNOWN;
    ExitRecord exit =
        new ExitRecord(
            CONTAINER, run, code, null, false, cause, evidence, null, NOW, NOW, null, null);
    return new Report(1, NOW, null, exit, null, null);
  }

  private static Report status(boolean removed, long run) {
    ContainerState state = removed ? ContainerState.REMOVING : ContainerState.EXITED;
    ContainerStatus status =
        new ContainerStatus(
            CONTAINER, 0, 0, removed, state, run, null, null, null, 0, null, false, null, List.of(),
            null, null);
    return new Report(1, NOW, status, null, null, null);
  }
}
