package io.gantry.agent.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerClockTest {
  private static final Instant HERE = Instant.parse("2026-03-01T12:00:00Z");

  private final ServerClock clock = new ServerClock(Clock.fixed(HERE, ZoneOffset.UTC));

  private void learn(String date) {
    clock.learn(HttpHeaders.of(Map.of("Date", List.of(date)), (name, value) -> true));
  }

  @Test
  void goesByTheControlPlanesTimeWhenTheOwnIsFarOff() {
    learn("Sun, 1 Mar 2026 13:00:00 GMT");

    assertThat(clock.now()).isEqualTo("2026-03-01T13:00:00Z");
  }

  @Test
  void staysWithTheOwnTimeWhenItIsNearEnough() {
    learn("Sun, 1 Mar 2026 12:00:02 GMT");

    assertThat(clock.now()).isEqualTo(HERE);
  }

  @Test
  void ignoresAHeaderThatIsNoDate() {
    learn("yesterday");

    assertThat(clock.now()).isEqualTo(HERE);
  }
}
