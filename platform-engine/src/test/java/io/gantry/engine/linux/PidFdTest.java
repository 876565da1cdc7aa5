package io.gantry.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.engine.Rule;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PidFdTest {
  private static final int PROBE = 0;
  private static final int KILL = 9;
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Process child;
  private final ProcessIdentity identity;

  PidFdTest() throws Exception {
    child = new ProcessBuilder("sleep", "1000").start();
    identity = ProcessIdentity.of((int) child.pid()).orElseThrow();
  }

  @AfterEach
  void end() throws InterruptedException {
    child.destroyForcibly();
    assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  @Rule("STOP-17")
  void signalsAndAwaitsTheProcessItWasOpenedOn() throws Exception {
    try (PidFd process = PidFd.open(identity).orElseThrow()) {
      assertThat(process.signal(PROBE)).isTrue();
      assertThat(process.waitForEnd(Duration.ZERO)).isFalse();

      assertThat(process.signal(KILL)).isTrue();

      assertThat(process.waitForEnd(LONG)).isTrue();
    }
  }

  @Test
  @Rule("STOP-17")
  void takesNoProcessForAnEarlierOneOfTheSameNumber() throws Exception {
    ProcessIdentity earlier = new ProcessIdentity(identity.pid(), identity.startTicks() - 1);

    assertThat(PidFd.open(earlier)).isEmpty();
    assertThat(PidFd.signal(earlier, KILL)).isFalse();
    assertThat(child.waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
  }
}
