package io.gantry.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;

/** Lines of log files, which a container has written by way of its monitor. */
class LogFuzzTest {
  @FuzzTest
  void takesAnyLineForAnEntryOrForNone(byte[] line) {
    Optional<LogEntry> entry = LogEntry.parse(line);

    assertThat(entry.map(read -> read.text().length).orElse(0)).isLessThanOrEqualTo(line.length);
  }
}
