package io.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** What monitors and runtimes say. */
class AnswersFuzzTest {
  @FuzzTest
  void takesAnyLineOfAMonitorForAnAnswer(byte[] line) {
    assertThat(MonitorAnswer.parse(new String(line, StandardCharsets.UTF_8)).message()).isNotNull();
  }

  @FuzzTest
  void findsTheLastErrorInAnyLog(byte[] log) {
    assertThat(RuntimeLog.lastError(new String(log, StandardCharsets.UTF_8))).isNotNull();
  }
}
