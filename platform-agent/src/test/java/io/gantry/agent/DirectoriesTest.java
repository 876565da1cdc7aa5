package io.gantry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.engine.state.ExitRetention;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DirectoriesTest {
  @Test
  void keepsAcknowledgedEndsForAWeekUnlessToldOtherwise() {
    assertThat(retention()).isEqualTo(ExitRetention.DEFAULT);
    assertThat(retention().age()).isEqualTo(Duration.ofDays(7));
    assertThat(retention("--exit-retention-days", "30").age()).isEqualTo(Duration.ofDays(30));
  }

  private static ExitRetention retention(String... arguments) {
    return CommandLine.populateCommand(new Directories(), arguments).engine().exitRetention();
  }
}
