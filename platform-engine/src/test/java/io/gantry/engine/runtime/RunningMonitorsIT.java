package io.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.linux.PidFd;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

@RequiresHost({"root", "runc", "conmon", "busybox"})
class RunningMonitorsIT {
  @Test
  void findsTheMonitorsOfOneEngineOnly() throws Exception {
    try (Bundle ours = Bundle.script("sleep 1000");
        Bundle other = Bundle.script("sleep 1000")) {
      MonitorStarted started = ours.create();
      other.create();

      List<RunningMonitor> found = new RunningMonitors(ours.runtime()).list();

      assertThat(found)
          .containsExactly(
              new RunningMonitor(ours.id(), Objects.requireNonNull(started.monitor()), null));
    }
  }

  @Test
  void doesNotKnowOneThatWasKilled() throws Exception {
    try (Bundle bundle = Bundle.script("sleep 1000")) {
      MonitorStarted started = bundle.create();
      assertThat(bundle.runtime().containers()).containsExactly(bundle.id());

      try (PidFd monitor = PidFd.open(Objects.requireNonNull(started.monitor())).orElseThrow()) {
        monitor.signal(9);
        monitor.waitForEnd(Duration.ofSeconds(20));
      }

      assertThat(new RunningMonitors(bundle.runtime()).list()).isEmpty();
    }
  }
}
