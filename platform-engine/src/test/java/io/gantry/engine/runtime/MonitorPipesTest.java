package io.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.gantry.engine.Rule;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.OpenFlags;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MonitorPipesTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  @Rule("MONITOR-4")
  void areAnnouncedByTheirNumbers() throws Exception {
    try (MonitorPipes container = MonitorPipes.forContainer(List.of());
        MonitorPipes exec = MonitorPipes.forExec()) {
      assertThat(container.environment())
          .containsOnly(entry("_OCI_SYNCPIPE", "3"), entry("_OCI_STARTPIPE", "4"));
      assertThat(exec.environment()).hasSize(3).contains(entry("_OCI_ATTACHPIPE", "5"));
      assertThat(exec.monitorEnds()).hasSize(3);
    }
  }

  @Test
  @Rule({"MONITOR-4", "SDNOTIFY-4"})
  void comeAfterWhatTheContainerIsToGet() throws Exception {
    try (Descriptor first = Descriptor.open(Path.of("/dev/null"), OpenFlags.O_RDONLY, 0);
        Descriptor second = first.duplicate();
        MonitorPipes pipes = MonitorPipes.forContainer(List.of(first, second))) {
      assertThat(pipes.environment())
          .containsOnly(entry("_OCI_SYNCPIPE", "5"), entry("_OCI_STARTPIPE", "6"));
      assertThat(pipes.monitorEnds()).hasSize(4).startsWith(first, second);

      pipes.closeMonitorEnds();

      assertThat(first.number()).isPositive();
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
    try (MonitorPipes pipes = MonitorPipes.forContainer(List.of())) {
      assertThatThrownBy(() -> pipes.answer(Duration.ofMillis(10)))
          .isInstanceOf(SocketTimeoutException.class);

      pipes.closeMonitorEnds();

      assertThat(pipes.answer(LONG)).isEmpty();
    }
  }

  private static MonitorAnswer answerTo(String line) throws Exception {
    try (MonitorPipes pipes = MonitorPipes.forContainer(List.of())) {
      Descriptor monitorEnd = pipes.monitorEnds().getFirst();
      monitorEnd.write(line.getBytes(StandardCharsets.UTF_8));
      return pipes.answer(LONG).orElseThrow();
    }
  }
}
