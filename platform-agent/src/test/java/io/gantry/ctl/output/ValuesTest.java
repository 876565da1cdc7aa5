package io.gantry.ctl.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValuesTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);

  @Test
  void readsDurations() {
    assertThat(Times.duration("90")).isEqualTo(Duration.ofSeconds(90));
    assertThat(Times.duration("1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThat(Times.duration("2d")).isEqualTo(Duration.ofDays(2));
    assertThat(Times.duration("0.5s")).isEqualTo(Duration.ofMillis(500));
    assertThat(Times.duration("PT3S")).isEqualTo(Duration.ofSeconds(3));
    assertThatThrownBy(() -> Times.duration("soon")).hasMessageContaining("is no duration");
  }

  @Test
  void readsInstantsAndTimesBackFromNow() {
    assertThat(Times.instant("2026-01-01T00:00:00+01:00", NOON))
        .isEqualTo(Instant.parse("2025-12-31T23:00:00Z"));
    assertThat(Times.instant("10m", NOON)).isEqualTo(Instant.parse("2026-11-24T11:50:00Z"));
  }

  @Test
  void readsAndShowsSizes() {
    assertThat(ByteSize.parse("512m").bytes()).isEqualTo(512L << 20);
    assertThat(ByteSize.parse("1.5GiB").bytes()).isEqualTo(3L << 29);
    assertThat(ByteSize.parse("4096")).hasToString("4.0 KiB");
    assertThat(new ByteSize(12)).hasToString("12 B");
    assertThatThrownBy(() -> ByteSize.parse("much")).hasMessageContaining("is no size");
  }

  @Test
  void tablesArePaddedAndHaveNoTrailingBlanks() {
    Table<String> table =
        new Table<String>().column("NAME", row -> row).column("LENGTH", String::length);

    assertThat(table.render(List.of("a", "abcdef")))
        .isEqualTo("NAME    LENGTH\na       1\nabcdef  6\n");
  }
}
