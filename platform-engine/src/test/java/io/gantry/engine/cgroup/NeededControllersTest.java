package io.gantry.engine.cgroup;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.IoLimits;
import io.gantry.api.container.Resources;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NeededControllersTest {
  private static final SeparateHierarchies FEW =
      new SeparateHierarchies(Map.of("cpu", Path.of("/cpu"), "blkio", Path.of("/nonexistent")));

  private static void refused(Resources resources, String words) {
    assertThatThrownBy(() -> NeededControllers.require(resources, CgroupMode.V1, FEW))
        .hasMessageContaining(words)
        .isInstanceOf(GantryException.class)
        .extracting("code")
        .isEqualTo(ErrorCode.UNSUPPORTED);
  }

  @Test
  void refuseALimitNobodyCanSet() {
    refused(
        new Resources(64L << 20, null, null, null, null, null, null, null),
        "resources.memoryBytes: this node (cgroups v1) has no cgroup controller memory");
    refused(
        new Resources(null, null, null, null, "0", null, null, null), "cgroup controller cpuset");
    refused(new Resources(null, null, null, null, null, 5L, null, null), "cgroup controller pids");
  }

  @Test
  void refuseAWeightTheSchedulerDoesNotKnow() {
    refused(Resources.DEFAULT.withIo(new IoLimits(100, null)), "resources.io.weight");
  }

  @Test
  void takeWhatTheHostCanAndWhatIsNoLimit() {
    Resources cpus = new Resources(null, null, 1.5, 512L, null, -1L, 1L << 20, null);

    assertThatCode(
            () ->
                NeededControllers.require(
                    cpus.withIo(new IoLimits(null, null)), CgroupMode.V1, FEW))
        .doesNotThrowAnyException();
  }
}
