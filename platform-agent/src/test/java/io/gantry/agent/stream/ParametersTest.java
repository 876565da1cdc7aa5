package io.gantry.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
  private final Parameters parameters =
      new Parameters(
          Map.of(
              "follow",
              true,
              "stdout",
              "false",
              "tail",
              10,
              "since",
              "2026-01-01T00:00:00Z",
              "command",
              List.of("sh", "-c"),
              "env",
              List.of("A=b=c"),
              "labels",
              Map.of("tier", "web"),
              "malformed",
              "x"));

  @Test
  void readsValuesOfEachType() {
    assertThat(parameters.flag("follow", false)).isTrue();
    assertThat(parameters.flag("stdout", true)).isFalse();
    assertThat(parameters.number("tail")).isEqualTo(10);
    assertThat(parameters.instant("since")).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(parameters.texts("command")).containsExactly("sh", "-c");
    assertThat(parameters.assignments("env")).containsExactly(Map.entry("A", "b=c"));
    assertThat(parameters.assignments("labels")).containsExactly(Map.entry("tier", "web"));
  }

  @Test
  void hasDefaultsForWhatIsAbsent() {
    assertThat(parameters.flag("absent", true)).isTrue();
    assertThat(parameters.number("absent")).isNull();
    assertThat(parameters.texts("absent")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"number", "instant", "assignments"})
  void refusesWhatIsMalformed(String type) {
    assertThatThrownBy(
            () -> {
              switch (type) {
                case "number" -> parameters.number("malformed");
                case "instant" -> parameters.instant("malformed");
                default -> parameters.assignments("malformed");
              }
            })
        .isInstanceOfSatisfying(
            GantryException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
  }
}
