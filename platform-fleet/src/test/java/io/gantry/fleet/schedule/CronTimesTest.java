package io.gantry.fleet.schedule;

import static io.gantry.fleet.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * In Berlin 2026 the clock goes from 02:00 to 03:00 on 29 March and from 03:00 to 02:00 on 25
 * October.
 */
class CronTimesTest {
  private static final Instant BEFORE_GAP = Instant.parse("2026-03-28T12:00:00Z");
  private static final Instant GAP = Instant.parse("2026-03-29T01:00:00Z");
  private static final Instant BEFORE_OVERLAP = Instant.parse("2026-10-24T12:00:00Z");

  @Test
  void countsInTheWallTimeOfItsZone() {
    assertThat(times("30 2 * * *", BEFORE_OVERLAP, 1)).containsExactly("2026-10-25T00:30:00Z");
    assertThat(times("0 12 * * *", BEFORE_GAP, 2))
        .containsExactly("2026-03-29T10:00:00Z", "2026-03-30T10:00:00Z");
  }

  @Test
  void letsATimeOfTheDayWithinTheGapComeWhenItIsOverOnce() {
    assertThat(times("30 2 * * *", BEFORE_GAP, 2))
        .containsExactly(GAP.toString(), "2026-03-30T00:30:00Z");
    assertThat(times("0,15,30 2 * * *", BEFORE_GAP, 2))
        .containsExactly(GAP.toString(), "2026-03-30T00:00:00Z");
  }

  @Test
  void leavesOutOfTheGapWhatComesEveryHour() {
    assertThat(times("30 * * * *", Instant.parse("2026-03-29T00:00:00Z"), 2))
        .containsExactly("2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z");
    assertThat(times("0 * * * *", Instant.parse("2026-03-29T00:00:00Z"), 2))
        .containsExactly(GAP.toString(), "2026-03-29T02:00:00Z");
  }

  @Test
  void countsATimeOfTheDayThatComesTwiceTheFirstTime() {
    assertThat(times("30 2 * * *", BEFORE_OVERLAP, 2))
        .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    assertThat(times("0 3 * * *", BEFORE_OVERLAP, 1)).containsExactly("2026-10-25T02:00:00Z");
    assertThat(times("30 2 * * *", Instant.parse("2026-10-25T01:10:00Z"), 1))
        .containsExactly("2026-10-26T01:30:00Z");
  }

  @Test
  void countsTwiceWhatComesEveryHour() {
    assertThat(times("30 * * * *", Instant.parse("2026-10-25T00:00:00Z"), 3))
        .containsExactly("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z");
    assertThat(times("*/20 */2 * * *", Instant.parse("2026-10-25T00:50:00Z"), 2))
        .containsExactly("2026-10-25T01:00:00Z", "2026-10-25T01:20:00Z");
  }

  /** Each minute of the hours around both changes comes once, and in its order. */
  @Test
  void losesAndDoublesNoMinute() {
    for (Instant change : List.of(GAP, Instant.parse("2026-10-25T01:00:00Z"))) {
      Instant from = change.minus(Duration.ofHours(5));
      List<Instant> expected = new ArrayList<>();
      for (int minute = 1; minute <= 600; minute++) {
        expected.add(from.plus(Duration.ofMinutes(minute)));
      }

      assertThat(CronTimes.of("* * * * *", "Europe/Berlin").next(from, 600)).isEqualTo(expected);
    }
  }

  @Test
  void wantsTheDaysOfTheMonthAndOfTheWeekBoth() {
    assertThat(times("0 0 13 * FRI", BEFORE_GAP, 1)).containsExactly("2026-11-12T23:00:00Z");
  }

  @Test
  void knowsTheCustomaryWords() {
    assertThat(CronTimes.of("@daily", "UTC").next(BEFORE_GAP))
        .isEqualTo(Instant.parse("2026-03-29T00:00:00Z"));
    assertThat(CronTimes.of("@hourly", "Europe/Berlin").next(GAP.minusSeconds(1))).isEqualTo(GAP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "* * * *", "0 0 0 * * *", "61 * * * *", "@sometimes", "0 0 31 2 *"})
  void refusesWhatNamesNoTime(String cron) {
    assertRefused(ErrorCode.INVALID_ARGUMENT, () -> CronTimes.of(cron, "UTC"));
  }

  private static List<String> times(String cron, Instant after, int count) {
    return CronTimes.of(cron, "Europe/Berlin").next(after, count).stream()
        .map(Instant::toString)
        .toList();
  }
}
