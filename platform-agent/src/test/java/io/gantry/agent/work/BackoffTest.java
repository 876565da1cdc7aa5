package io.gantry.agent.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), new Random(7));

  @Test
  void growsToItsLongestAndNoFurther() {
    for (int bound : new int[] {1, 2, 4, 8, 10, 10, 10}) {
      Duration wait = backoff.next();

      assertThat(wait).isBetween(Duration.ofMillis(bound * 500L), Duration.ofSeconds(bound));
    }
  }

  @Test
  void staysBoundedAfterVeryManyAttempts() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(10));
    }
  }

  @Test
  void beginsAnewAfterASuccess() {
    backoff.next();
    backoff.next();

    backoff.reset();

    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }
}
