package io.gantry.engine.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.IoLimits;
import io.gantry.engine.linux.DeviceNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files like those of the kernel's version 2. */
class UnifiedHierarchyTest {
  private static final String GROUP = "/gantry/gantry-1";
  private static final NetworkUsage TRAFFIC = new NetworkUsage(1, 2);

  private final Path root;
  private final Path group;
  private final UnifiedHierarchy hierarchy;

  UnifiedHierarchyTest(@TempDir Path root) throws IOException {
    this.root = root;
    this.group = Files.createDirectories(root.resolve("gantry/gantry-1"));
    this.hierarchy = new UnifiedHierarchy(root);
    Files.writeString(root.resolve("cgroup.controllers"), "cpuset cpu io memory pids\n");
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(group.resolve(name), text);
  }

  @Test
  void readsWhatAContainerUses() throws IOException {
    file("cpu.stat", "usage_usec 1500000\nuser_usec 1000000\nsystem_usec 500000\n");
    file("memory.current", "10000\n");
    file("memory.stat", "anon 5000\ninactive_file 4000\nactive_file 1000\n");
    file("memory.max", "65536\n");
    file("pids.current", "3\n");
    file(
        "io.stat",
        """
        254:0 rbytes=100 wbytes=10 rios=1 wios=1 dbytes=0 dios=0
        8:0 rbytes=20 wbytes=2 rios=1 wios=1 dbytes=0 dios=0
        """);

    assertThat(hierarchy.stats(GROUP, TRAFFIC))
        .isEqualTo(new ContainerStats(Duration.ofMillis(1500), 6000, 65_536L, 3, 120, 12, TRAFFIC));
  }

  @Test
  void takesMaxForNoLimitAndAMissingControllerForNoUse() throws IOException {
    file("memory.max", "max\n");

    assertThat(hierarchy.stats(GROUP, TRAFFIC))
        .isEqualTo(new ContainerStats(Duration.ZERO, 0, null, 0, 0, 0, TRAFFIC));
  }

  @Test
  void tellsTheEvidenceOfAKillForMemory() throws IOException {
    file("memory.events", "low 0\nhigh 0\nmax 7\noom 2\noom_kill 2\noom_group_kill 0\n");

    assertThat(hierarchy.oomEvidence(GROUP).orElseThrow().text())
        .isEqualTo("memory.events oom_kill 2");
    file("memory.events", "low 0\nhigh 0\nmax 7\noom 0\noom_kill 0\noom_group_kill 0\n");
    assertThat(hierarchy.oomEvidence(GROUP)).isEmpty();
  }

  @Test
  void tellsWhetherAGroupIsFrozen() throws IOException {
    assertThat(hierarchy.isFrozen(GROUP)).isFalse();
    file("cgroup.freeze", "1\n");
    assertThat(hierarchy.isFrozen(GROUP)).isTrue();
  }

  @Test
  void limitsADeviceAndItsWeight() throws IOException {
    file("io.max", "");
    file("io.weight", "default 100\n");

    hierarchy.limitIo(GROUP, rates(1000, null, 1L << 20, 50L));

    assertThat(group.resolve("io.max"))
        .hasContent("254:0 rbps=max wbps=1048576 riops=50 wiops=max");
    assertThat(group.resolve("io.weight")).hasContent("default 10000");
  }

  @Test
  void takesLimitsAwayThatAreNotWantedAnyMore() throws IOException {
    file("io.max", "254:0 rbps=max wbps=1048576 riops=50 wiops=max\n");
    file("io.bfq.weight", "default 200\n");

    hierarchy.limitIo(GROUP, IoRates.NONE);

    assertThat(group.resolve("io.max")).hasContent("254:0 rbps=max wbps=max riops=max wiops=max");
    assertThat(group.resolve("io.bfq.weight")).hasContent("100");
  }

  @Test
  void limitsNothingWithoutTheController() throws IOException {
    Files.writeString(root.resolve("cgroup.controllers"), "memory pids\n");

    hierarchy.limitIo(GROUP, rates(100, 1L, 1L, 1L));

    assertThat(group.resolve("io.max")).doesNotExist();
  }

  private static IoRates rates(int weight, @Nullable Long read, Long written, Long readOperations) {
    IoLimits.Device device = new IoLimits.Device("/dev/vda", read, written, readOperations, null);
    return new IoRates(weight, Map.of(new DeviceNumber(254, 0), device));
  }
}
