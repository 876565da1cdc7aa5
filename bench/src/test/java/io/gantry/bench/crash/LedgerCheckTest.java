package io.gantry.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerCheckTest {
  private static final Acknowledged CONTAINER = new Acknowledged("a", 42, false);
  private static final LedgerRow ROW = new LedgerRow("a", 1, 42, "ENDED", null);

  @Test
  void acceptsOneRowWithTheRightCode() {
    assertThat(LedgerCheck.differences(List.of(CONTAINER), List.of(ROW))).isEmpty();
  }

  @Test
  void findsALostExit() {
    assertThat(LedgerCheck.differences(List.of(CONTAINER), List.of())).hasSize(1);
  }

  @Test
  void findsADoubleExit() {
    assertThat(LedgerCheck.differences(List.of(CONTAINER), List.of(ROW, ROW))).hasSize(1);
  }

  @Test
  void findsAWrongCode() {
    LedgerRow invented = new LedgerRow("a", 1, 0, "ENDED", null);

    assertThat(LedgerCheck.differences(List.of(CONTAINER), List.of(invented))).hasSize(1);
  }

  @Test
  void findsASecondRun() {
    LedgerRow again = new LedgerRow("a", 2, 42, "ENDED", null);

    assertThat(LedgerCheck.differences(List.of(CONTAINER), List.of(again))).hasSize(1);
  }

  @Test
  void acceptsAnUnseenEndOnlyOfAKilledMonitorAndWithItsReason() {
    Acknowledged unwatched = new Acknowledged("a", 42, true);
    LedgerRow unseen = new LedgerRow("a", 1, -1, "UNKNOWN", "monitor died");
    LedgerRow withoutReason = new LedgerRow("a", 1, -1, "UNKNOWN", null);

    assertThat(LedgerCheck.differences(List.of(unwatched), List.of(unseen))).isEmpty();
    assertThat(LedgerCheck.differences(List.of(unwatched), List.of(withoutReason))).hasSize(1);
    assertThat(LedgerCheck.differences(List.of(CONTAINER), List.of(unseen))).hasSize(1);
  }
}
