package io.gantry.fleet.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GrowingWaitTest {
  private final GrowingWait wait = new GrowingWait(Duration.ofSeconds(10), Duration.ofSeconds(60));

  @Test
  void doublesWithEachFailureAndStopsGrowing() {
    assertThat(wait.after(0)).isZero();
    assertThat(wait.after(1)).hasSeconds(10);
    assertThat(wait.after(2)).hasSeconds(20);
    assertThat(wait.after(3)).hasSeconds(40);
    assertThat(wait.after(4)).hasSeconds(60);
    assertThat(wait.after(Integer.MAX_VALUE)).hasSeconds(60);
  }

  @Test
  void isNeverLongerThanItMay() {
    assertThat(new GrowingWait(Duration.ofDays(1), Duration.ofSeconds(1)).after(1)).hasSeconds(1);
    assertThat(new GrowingWait(Duration.ZERO, Duration.ofDays(1)).after(100)).isZero();
  }
}
