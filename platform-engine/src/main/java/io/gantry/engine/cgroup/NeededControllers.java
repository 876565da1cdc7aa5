package io.gantry.engine.cgroup;

import io.gantry.api.container.IoLimits;
import io.gantry.api.container.Resources;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The controllers that limits need. What is limited by default only is not asked for. */
final class NeededControllers {
  private NeededControllers() {}

  /**
   * Returns if the host has them all.
   *
   * @throws GantryException UNSUPPORTED naming the limit and the controller
   */
  static void require(Resources resources, CgroupMode mode, Controllers controllers) {
    String io = mode == CgroupMode.V2 ? "io" : "blkio";
    Map<String, String> needed = new LinkedHashMap<>();
    add(needed, "memoryBytes", "memory", resources.memoryBytes());
    add(needed, "cpus", "cpu", resources.cpus());
    add(needed, "cpuShares", "cpu", resources.cpuShares());
    add(needed, "cpusetCpus", "cpuset", resources.cpusetCpus());
    Long pids = resources.pidsLimit();
    add(needed, "pidsLimit", "pids", pids == null || pids <= 0 ? null : pids);
    IoLimits limits = resources.io();
    add(needed, "io", io, limits);
    needed.forEach(
        (field, controller) -> {
          if (!controllers.has(controller)) {
            throw refused(field, "cgroup controller " + controller, mode);
          }
        });
    if (limits != null && limits.weight() != null && !controllers.weighIo()) {
      throw refused("io.weight", "scheduler with weights (BFQ) or io.weight", mode);
    }
  }

  /** What a host's kernel has. */
  interface Controllers {
    boolean has(String controller);

    /** Whether reading and writing can have weights. */
    boolean weighIo();
  }

  private static void add(
      Map<String, String> needed, String field, String controller, @Nullable Object limit) {
    if (limit != null) {
      needed.put(field, controller);
    }
  }

  private static GantryException refused(String field, String missing, CgroupMode mode) {
    return GantryException.of(
        ErrorCode.UNSUPPORTED,
        "resources.%s: this node (cgroups %s) has no %s: leave the limit out, or use another node"
            .formatted(field, mode.displayName(), missing));
  }
}
