package io.gantry.fleet.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.fleet.alert.SlidingCount.Counted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlidingCountTest {
  private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

  @Test
  void findsEnoughWithinTheWindowAndBeginsAnewThen() {
    assertThat(count(List.of(at(0), at(5), at(10), at(11), at(12), at(13))))
        .containsExactly(List.of(0, 5, 10), List.of(11, 12, 13));
  }

  @Test
  void findsNothingWhenTheyLieTooFarApart() {
    assertThat(count(List.of(at(0), at(10), at(61), at(100)))).isEmpty();
  }

  @Test
  void countsWhatComesLateIntoTheMiddle() {
    assertThat(count(List.of(known(0), at(5), known(10)))).containsExactly(List.of(0, 5, 10));
  }

  @Test
  void findsNothingWithoutANewOne() {
    assertThat(count(List.of(known(0), known(5), known(10)))).isEmpty();
  }

  @Test
  void countsEachSubjectByItself() {
    assertThat(
            count(List.of(of("a", 0), of("b", 1), of("a", 2), of("b", 3), of("a", 4), of("a", 5))))
        .containsExactly(List.of(0, 2, 4));
  }

  private static List<List<Integer>> count(List<Counted<Integer>> ends) {
    return new SlidingCount<Integer>(3, Duration.ofMinutes(1))
        .count(ends).stream()
            .map(found -> found.ends().stream().map(Counted::end).toList())
            .toList();
  }

  private static Counted<Integer> at(int second) {
    return of("", second);
  }

  private static Counted<Integer> of(String subject, int second) {
    return new Counted<>(second, subject, START.plusSeconds(second), true);
  }

  private static Counted<Integer> known(int second) {
    return new Counted<>(second, "", START.plusSeconds(second), false);
  }
}
