package io.gantry.fleet.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.fleet.audit.RefusalBudget.LeftOut;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefusalBudgetTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final RefusalBudget<String> budget = new RefusalBudget<>();

  @Test
  void countsWhatIsOverTheBurst() {
    assertThat(granted("ada", 150, NOW)).isEqualTo(RefusalBudget.BURST);

    assertThat(budget.drain(NOW)).containsExactly(new LeftOut<>("ada", 50));
    assertThat(budget.drain(NOW)).isEmpty();
  }

  @Test
  void grantsAgainWithTime() {
    granted("ada", 150, NOW);

    assertThat(granted("ada", 10, NOW.plus(RefusalBudget.REGAIN.multipliedBy(3)))).isEqualTo(3);
  }

  @Test
  void grantsNothingForAClockThatGoesBack() {
    granted("ada", 150, NOW);

    assertThat(granted("ada", 10, NOW.minusSeconds(3600))).isZero();
  }

  @Test
  void keepsEachAskerApart() {
    granted("ada", 150, NOW);

    assertThat(granted("bob", 1, NOW)).isEqualTo(1);
  }

  @Test
  void isBoundedInMemoryHoweverManyAsk() {
    for (int asker = 0; asker < RefusalBudget.MOST_ASKERS; asker++) {
      budget.take("asker " + asker, NOW);
    }

    assertThat(budget.take("one more", NOW)).isFalse();
    assertThat(budget.take("one more", NOW.plusSeconds(60))).isTrue();
  }

  private int granted(String asker, int attempts, Instant at) {
    int granted = 0;
    for (int attempt = 0; attempt < attempts; attempt++) {
      granted += budget.take(asker, at) ? 1 : 0;
    }
    return granted;
  }
}
