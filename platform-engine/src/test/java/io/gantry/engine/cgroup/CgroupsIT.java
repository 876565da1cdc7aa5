package io.gantry.engine.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.PidFd;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.runtime.Bundle;
import io.gantry.engine.runtime.ExitFile;
import io.gantry.engine.runtime.ExitFiles;
import io.gantry.engine.runtime.MonitorStarted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

@RequiresHost({"root", "runc", "conmon", "busybox"})
class CgroupsIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void hasTheEvidenceThatAContainerRanOutOfMemory() throws Exception {
    try (Bundle bundle = Bundle.command("/bin/dd", "if=/dev/zero", "of=/dev/null", "bs=64M")) {
      bundle
          .spec()
          .withObject("linux")
          .withObject("resources")
          .withObject("memory")
          .put("limit", 16 << 20)
          .put("swap", 16 << 20);
      try (ExitFiles exits = ExitFiles.watch(bundle.files().exitDir(), id -> {})) {
        bundle.create();

        bundle.runtime().start(bundle.id());

        assertThat(exits.waitFor(bundle.files(), LONG).map(ExitFile::code)).contains(137);
      }
      assertThat(bundle.cgroups().oomEvidence(bundle.id()))
          .hasValueSatisfying(evidence -> assertThat(evidence.text()).endsWith("oom_kill 1"));
    }
  }

  @Test
  void hasNoEvidenceAgainstAContainerThatWasKilledOtherwise() throws Exception {
    try (Bundle bundle = Bundle.script("sleep 1000")) {
      bundle.create();
      bundle.runtime().kill(bundle.id(), 9, false);

      assertThat(bundle.cgroups().oomEvidence(bundle.id())).isEmpty();
    }
  }

  @Test
  void readsWhatAContainerUses() throws Exception {
    try (Bundle bundle =
        Bundle.script("i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; sleep 1000")) {
      bundle
          .spec()
          .withObject("linux")
          .withObject("resources")
          .withObject("memory")
          .put("limit", 64 << 20);
      MonitorStarted started = bundle.create();
      bundle.runtime().start(bundle.id());

      ContainerStats stats =
          bundle.cgroups().stats(bundle.id(), started.container().pid()).orElseThrow();

      assertThat(stats.cpu()).isPositive();
      assertThat(stats.memoryBytes()).isBetween(1L, 64L << 20);
      assertThat(stats.memoryLimitBytes()).isEqualTo(64L << 20);
      assertThat(stats.pids()).isPositive();
      assertThat(stats.network()).isEqualTo(new NetworkUsage(0, 0));
    }
  }

  @Test
  void killsAndRemovesWhatAKilledRuntimeLeft() throws Exception {
    try (Bundle bundle = Bundle.script("sleep 1000 & sleep 1000")) {
      ProcessIdentity process = bundle.create().container();
      bundle.runtime().start(bundle.id());
      bundle.runtime().pause(bundle.id());
      assertThat(bundle.cgroups().isFrozen(bundle.id())).isTrue();
      assertThat(bundle.cgroups().containers()).containsExactly(bundle.id());

      bundle.cgroups().remove(bundle.id());

      assertThat(process.isAlive()).isFalse();
      assertThat(bundle.cgroups().containers()).isEmpty();
      bundle.cgroups().remove(bundle.id());
    }
  }

  @Test
  @Rule("MONITOR-9")
  void takesTheMonitorOutOfTheGroupOfTheEngine() throws Exception {
    try (Bundle bundle = Bundle.script("sleep 1000")) {
      MonitorStarted started = bundle.create();

      ProcessIdentity monitor = Objects.requireNonNull(started.monitor());
      String groups = Files.readString(Path.of("/proc", Integer.toString(monitor.pid()), "cgroup"));
      assertThat(groups).contains("/gantry-test-" + bundle.id().shortId() + "/conmon");
      PidFd.signal(monitor, 9);
    }
  }
}
