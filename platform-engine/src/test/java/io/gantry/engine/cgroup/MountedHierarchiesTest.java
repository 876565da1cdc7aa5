package io.gantry.engine.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountedHierarchiesTest {
  private static final String UNIFIED =
      "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate";
  private static final String HYBRID =
      "30 23 0:26 / /sys/fs/cgroup/unified rw,nosuid - cgroup2 cgroup2 rw";
  private static final String MEMORY =
      "31 23 0:27 / /sys/fs/cgroup/memory rw,nosuid shared:10 - cgroup cgroup rw,memory";
  private static final String PROCESSORS =
      "32 23 0:28 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct";
  private static final String ROOT = "23 1 8:1 / / rw,relatime - ext4 /dev/vda rw";

  @Test
  void tellsTheUnifiedHierarchyFromSeparateOnes() {
    assertThat(modeOf(ROOT, UNIFIED)).isEqualTo(CgroupMode.V2);
    assertThat(modeOf(ROOT, MEMORY)).isEqualTo(CgroupMode.V1);
    assertThat(modeOf(ROOT, HYBRID, MEMORY)).isEqualTo(CgroupMode.HYBRID);
    assertThat(MountedHierarchies.parse(List.of(ROOT))).isEmpty();
  }

  @Test
  void namesADirectoryOncePerHierarchy() {
    Hierarchies hierarchies =
        MountedHierarchies.parse(List.of(ROOT, MEMORY, PROCESSORS)).orElseThrow();

    assertThat(hierarchies.directories("/gantry/one"))
        .containsExactlyInAnyOrder(
            Path.of("/sys/fs/cgroup/memory/gantry/one"),
            Path.of("/sys/fs/cgroup/cpu,cpuacct/gantry/one"));
  }

  private static CgroupMode modeOf(String... mounts) {
    return MountedHierarchies.parse(List.of(mounts)).orElseThrow().mode();
  }
}
