package io.gantry.engine.feature;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.cgroup.CgroupMode;
import java.util.Set;

/**
 * Whether a runtime can work with the control groups of this host.
 *
 * @param unifiedControllers the controllers of version 2
 */
public record CgroupFit(CgroupMode mode, Set<String> unifiedControllers) {
  public CgroupFit {
    unifiedControllers = Set.copyOf(unifiedControllers);
  }

  /**
   * Returns if it can.
   *
   * @throws GantryException UNSUPPORTED, saying what to do
   */
  public void require(RuntimeProgram runtime) {
    switch (mode) {
      case NONE -> {
        // nothing to fit
      }
      case V2 -> {
        runtime.require(RuntimeFeature.CGROUP_V2);
        runtime.require(RuntimeFeature.CGROUP_NAMESPACES);
      }
      case V1 -> runtime.require(RuntimeFeature.CGROUP_V1);
      case HYBRID -> {
        runtime.require(RuntimeFeature.CGROUP_V1);
        requireHybrid(runtime);
      }
    }
  }

  /** crun takes a hybrid host only if all controllers are those of version 1. */
  private void requireHybrid(RuntimeProgram runtime) {
    if (runtime.name().equals("crun") && !unifiedControllers.isEmpty()) {
      throw GantryException.of(
          ErrorCode.UNSUPPORTED,
          ("the runtime %s does not work with hybrid cgroups while version 2 has controllers (%s):"
                  + " use runc, or boot the host with cgroup v2 alone"
                  + " (systemd.unified_cgroup_hierarchy=1)")
              .formatted(runtime, String.join(" ", unifiedControllers)));
    }
  }
}
