package io.gantry.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.engine.Rule;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SlaveSysTest {
  @Test
  @Rule("MONITOR-14")
  void findsWhatIsMountedBelowTheKernelsDirectoryInnermostFirst() {
    String mounts =
        """
        20 1 0:18 / /sys rw - sysfs sysfs rw
        21 20 0:6 / /sys/kernel/debug rw shared:3 - debugfs debugfs rw
        22 21 0:9 / /sys/kernel/debug/tracing rw - tracefs tracefs rw
        23 20 0:7 / /sys/kernelish rw - tmpfs tmpfs rw
        24 20 0:8 / /sys/fs/cgroup rw - tmpfs tmpfs rw
        """;

    assertThat(SlaveSys.belowKernel(mounts))
        .containsExactly(Path.of("/sys/kernel/debug/tracing"), Path.of("/sys/kernel/debug"));
  }
}
