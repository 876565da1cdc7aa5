package io.gantry.engine.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PassedDescriptorsTest {
  private static final Map<String, String> TWO =
      Map.of("LISTEN_FDS", "2", "LISTEN_PID", "77", "LISTEN_FDNAMES", "web:admin");

  @Test
  @Rule("SDNOTIFY-4")
  void areThoseTheServiceManagerHasOpened() {
    PassedDescriptors passed = PassedDescriptors.ofEnvironment(TWO, 77);

    assertThat(passed.numbers()).containsExactly(3, 4);
    assertThat(passed.variables())
        .containsOnly(
            entry("LISTEN_FDS", "2"),
            entry("LISTEN_PID", "1"),
            entry("LISTEN_FDNAMES", "web:admin"));
  }

  @Test
  void areNoneIfTheyAreAnotherProcesss() {
    assertThat(PassedDescriptors.ofEnvironment(TWO, 78)).isEqualTo(PassedDescriptors.NONE);
    assertThat(PassedDescriptors.ofEnvironment(Map.of(), 77)).isEqualTo(PassedDescriptors.NONE);
  }

  @Test
  @Rule("SDNOTIFY-4")
  void giveWayToTheUsers() {
    PassedDescriptors listening = PassedDescriptors.ofEnvironment(TWO, 77);
    Supervisor supervisor = new Supervisor(NotifyMode.IGNORE, null, listening, false);

    PassedDescriptors passed = supervisor.withPreserved(PassedDescriptors.of(List.of(9))).passed();

    assertThat(passed.numbers()).containsExactly(9);
    assertThat(passed.variables()).isEmpty();
    assertThat(supervisor.withPreserved(PassedDescriptors.NONE).passed()).isEqualTo(listening);
  }

  @Test
  void refuseACountThatIsNone() {
    for (String count : List.of("many", "-1", "1025", "99999999999")) {
      assertThatThrownBy(
              () ->
                  PassedDescriptors.ofEnvironment(
                      Map.of("LISTEN_FDS", count, "LISTEN_PID", "77"), 77))
          .isInstanceOfSatisfying(
              GantryException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
          .hasMessageContaining(count);
    }
  }

  @Test
  void refuseNumbersAtWhichNothingIsOpen() {
    assertThatThrownBy(() -> PassedDescriptors.of(List.of(1_000_000)).requireOpen())
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
  }
}
