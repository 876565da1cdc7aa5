package io.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.engine.Rule;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MonitorEnvironmentTest {

  /** A runtime that saw them would answer the engine's service manager by itself. */
  @Test
  @Rule({"MONITOR-8", "SDNOTIFY-3"})
  void hasNothingOfTheServiceManager() {
    Map<String, String> own =
        Map.of("HOME", "/root", "NOTIFY_SOCKET", "/run/n", "LISTEN_FDS", "2", "LISTEN_PID", "7");

    assertThat(MonitorEnvironment.with(own, Map.of("_OCI_SYNCPIPE", "3")))
        .containsOnlyKeys("HOME", "PATH", "_OCI_SYNCPIPE");
  }
}
