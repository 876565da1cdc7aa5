package io.gantry.engine.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.DatagramReceiver;
import io.gantry.engine.linux.SyscallException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int MONITOR = 4711;

  private Path directory;

  @BeforeEach
  void remember(@TempDir Path temporary) {
    directory = temporary;
  }

  private Path socket() {
    return directory.resolve("manager");
  }

  private Supervisor supervisor(NotifyMode mode) {
    return Supervisor.ofEnvironment(mode, Map.of("NOTIFY_SOCKET", socket().toString()), 1);
  }

  @Test
  @Rule({"START-5", "SDNOTIFY-1"})
  void isToldTheMonitorAsMainProcessAndReadinessIfThatIsTheEngines() throws Exception {
    try (DatagramReceiver manager = DatagramReceiver.at(socket())) {
      supervisor(NotifyMode.CONMON).tellStarted(MONITOR);
      supervisor(NotifyMode.IGNORE).tellStarted(MONITOR);
      supervisor(NotifyMode.CONTAINER).tellStarted(MONITOR);

      assertThat(manager.receive(LONG)).contains("MAINPID=4711\nREADY=1");
      assertThat(manager.receive(LONG)).contains("MAINPID=4711");
      assertThat(manager.receive(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  @Rule("SDNOTIFY-1")
  void hearsOfReadinessFromTheContainerOnlyIfThatIsTheMode() {
    assertThat(supervisor(NotifyMode.CONTAINER).relayedTo()).isEqualTo(socket());
    assertThat(supervisor(NotifyMode.CONMON).relayedTo()).isNull();
    assertThat(supervisor(NotifyMode.IGNORE).relayedTo()).isNull();
    assertThat(Supervisor.ofEnvironment(NotifyMode.CONTAINER, Map.of(), 1).relayedTo()).isNull();
  }

  @Test
  void saysWhenNobodyListens() {
    assertThatThrownBy(() -> supervisor(NotifyMode.CONMON).tellStarted(MONITOR))
        .isInstanceOf(SyscallException.class)
        .hasMessageContaining(socket().toString());
  }

  @Test
  void refusesSocketsThatNoMonitorCanReach() {
    for (String name : new String[] {"@abstract", "relative", "/" + "a".repeat(107)}) {
      assertThatThrownBy(
              () ->
                  Supervisor.ofEnvironment(NotifyMode.CONTAINER, Map.of("NOTIFY_SOCKET", name), 1))
          .isInstanceOfSatisfying(
              GantryException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }
  }
}
