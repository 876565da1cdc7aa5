package io.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.gantry.engine.Rule;
import io.gantry.engine.linux.Descriptor;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MonitorPipesTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  @Rule("MONITOR-4")
  void areAnnouncedByTheirNumbers() throws Exception {
    try (MonitorPipes container = MonitorPipes.forContainer();
        MonitorPipes exec = MonitorPipes.forExec()) {
      assertThat(container.environment())
          .containsOnly(entry("_OCI_SYNCPIPE", "3"), entry("_OCI_STARTPIPE", "4"));
      assertThat(exec.environment()).hasSize(3).contains(entry("_OCI_ATTACHPIPE", "5"));
      assertThat(exec.monitorEnds()).hasSize(3);
    }
  }

  @Test
  @Rule("MONITOR-6")
  void readWhatTheMonitorAnswers() throws Exception {
    assertThat(answerTo("{\"data\": 4711}\n")).isEqualTo(new MonitorAnswer(4711, ""));
    assertThat(answerTo("{\"data\": -1, \"message\": \"no\\n\"}\n"))
        .isEqualTo(new MonitorAnswer(-1, "no"));
    assertThat(answerTo("garbage").data()).isNegative();
  }

  @Test
  @Rule("MONITOR-6")
  void noticeAMonitorThatEndsOrIsSilent() throws Exception {
    try (MonitorPipes pipes = MonitorPipes.forContainer()) {
      assertThatThrownBy(() -> pipes.answer(Duration.ofMillis(10)))
          .isInstanceOf(SocketTimeoutException.class);

      pipes.closeMonitorEnds();

      assertThat(pipes.answer(LONG)).isEmpty();
    }
  }

  private static MonitorAnswer answerTo(String line) throws Exception {
    try (MonitorPipes pipes = MonitorPipes.forContainer()) {
      Descriptor monitorEnd = pipes.monitorEnds().getFirst();
      monitorEnd.write(line.getBytes(StandardCharsets.UTF_8));
      return pipes.answer(LONG).orElseThrow();
    }
  }
}
