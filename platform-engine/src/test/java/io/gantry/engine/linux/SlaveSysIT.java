package io.gantry.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RequiresHost("root")
class SlaveSysIT {
  private static final Path OWN = Path.of("/proc/self/ns/mnt");

  @Test
  @Rule("MONITOR-14")
  void startsWhereSysFollowsTheHostsAndTheKernelsDirectoryIsBare() throws IOException {
    Path before = Files.readSymbolicLink(OWN);
    Program program =
        new Program(
            List.of(
                "/bin/sh",
                "-c",
                "test $(readlink /proc/self/ns/mnt) != '"
                    + before
                    + "' || exit 1;"
                    + "grep -q ' /sys/kernel/' /proc/self/mountinfo && exit 2;"
                    + "grep ' /sys ' /proc/self/mountinfo | grep -q shared: && exit 3; exit 0"),
            Map.of("PATH", "/usr/bin:/bin"),
            Path.of("/"));

    ChildProcess child;
    try (Descriptor none = Descriptor.open(Path.of("/dev/null"), OpenFlags.O_RDWR, 0)) {
      child = SlaveSys.start(program, List.of(none, none, none));
    }

    assertThat(child.waitFor(Duration.ofSeconds(20))).hasValue(0);
    assertThat(Files.readSymbolicLink(OWN)).isEqualTo(before);
  }
}
