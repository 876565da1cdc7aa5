package io.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@RequiresHost({"root", "runc", "conmon", "busybox"})
class MonitorIT {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  @Rule({"EXIT-1", "EXIT-7", "EXIT-9"})
  void keepsTheExitCodeOfTheContainer() throws Exception {
    LinkedBlockingQueue<ContainerId> exits = new LinkedBlockingQueue<>();
    try (Bundle bundle = Bundle.script("exit 42");
        ExitFiles exitFiles = ExitFiles.watch(bundle.files().exitDir(), exits::add)) {
      bundle.create();

      bundle.runtime().start(bundle.id());

      assertThat(exitFiles.waitFor(bundle.files(), LONG).map(ExitFile::code)).contains(42);
      assertThat(exits.poll(20, TimeUnit.SECONDS)).isEqualTo(bundle.id());
    }
  }

  @Test
  @Rule({"MONITOR-5", "MONITOR-6", "MONITOR-7", "OCISPEC-20"})
  void createsAContainerThatWaitsForItsStart() throws Exception {
    try (Bundle bundle = Bundle.script("exit 0")) {
      MonitorStarted started = bundle.create();

      assertThat(started.container().isAlive()).isTrue();
      assertThat(started.monitor()).isNotNull();
      assertThat(bundle.runtime().state(bundle.id()))
          .contains(new RuntimeState(RuntimeState.Status.CREATED, started.container().pid()));
    }
  }
}
