package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.engine.Rule;
import io.gantry.engine.linux.ProcessIdentity;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostProcessesTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final HostProcesses processes = new HostProcesses();
  private final Process child;
  private final ProcessIdentity identity;

  HostProcessesTest() throws Exception {
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
  void signalsAndAwaitsTheProcess() throws InterruptedException {
    assertThat(processes.isAlive(identity)).isTrue();
    assertThat(processes.awaitEnd(identity, Duration.ZERO)).isFalse();

    assertThat(processes.signal(identity, Signals.KILL)).isTrue();

    assertThat(processes.awaitEnd(identity, LONG)).isTrue();
    assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(processes.isAlive(identity)).isFalse();
    assertThat(processes.signal(identity, Signals.KILL)).isFalse();
    assertThat(processes.awaitEnd(identity, Duration.ZERO)).isTrue();
  }

  @Test
  @Rule("STOP-17")
  void takesNoProcessForAnEarlierOneOfTheSameNumber() {
    ProcessIdentity earlier = new ProcessIdentity(identity.pid(), identity.startTicks() - 1);

    assertThat(processes.isAlive(earlier)).isFalse();
    assertThat(processes.signal(earlier, Signals.KILL)).isFalse();
    assertThat(processes.awaitEnd(earlier, Duration.ZERO)).isTrue();
    assertThat(child.isAlive()).isTrue();
  }
}
