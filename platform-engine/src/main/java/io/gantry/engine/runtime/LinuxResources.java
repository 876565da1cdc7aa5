package io.gantry.engine.runtime;

import io.gantry.api.container.Resources;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Limits in the words of the OCI runtime specification ({@code linux.resources}). */
final class LinuxResources {
  private static final long PERIOD_MICROSECONDS = 100_000;

  private LinuxResources() {}

  static String of(Resources resources) {
    ObjectNode limits = JsonMapper.shared().createObjectNode();
    if (resources.memoryBytes() != null || resources.memorySwapBytes() != null) {
      ObjectNode memory = limits.putObject("memory");
      put(memory, "limit", resources.memoryBytes());
      put(memory, "swap", resources.memorySwapBytes());
    }
    ObjectNode cpu = limits.putObject("cpu");
    put(cpu, "shares", resources.cpuShares());
    if (resources.cpus() != null) {
      cpu.put("period", PERIOD_MICROSECONDS);
      cpu.put("quota", Math.round(resources.cpus() * PERIOD_MICROSECONDS));
    }
    if (resources.cpusetCpus() != null) {
      cpu.put("cpus", resources.cpusetCpus());
    }
    if (resources.pidsLimit() != null) {
      limits.putObject("pids").put("limit", resources.pidsLimit().longValue());
    }
    return limits.toString();
  }

  private static void put(ObjectNode node, String name, @Nullable Long value) {
    if (value != null) {
      node.put(name, value.longValue());
    }
  }
}
