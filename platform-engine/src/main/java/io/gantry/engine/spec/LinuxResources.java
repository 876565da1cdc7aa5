package io.gantry.engine.spec;

import io.gantry.api.container.Resources;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.cgroup.IoRates;
import io.gantry.engine.linux.DeviceNumber;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The limits of a container's cgroup, in the runtime spec's words. */
public final class LinuxResources {
  private static final long DEFAULT_PIDS = 2048;
  private static final long CPU_PERIOD_MICROS = 100_000;
  private static final long SMALLEST_QUOTA_MICROS = 1_000;
  private static final long SMALLEST_MEMORY_BYTES = 6L << 20;
  private static final long SMALLEST_SHARES = 2;
  private static final long DEFAULT_SHARES = 1024;
  private static final long LARGEST_SHARES = 262_144;
  private static final long UNLIMITED = -1;
  private static final Pattern CPUSET = Pattern.compile("[0-9]{1,5}([-,][0-9]{1,5}){0,256}");

  private LinuxResources() {}

  /**
   * For a new container.
   *
   * @throws GantryException INVALID_ARGUMENT naming the field and its range
   */
  public static ObjectNode of(Resources resources, boolean swapAccounting) {
    ObjectNode node = JsonMapper.shared().createObjectNode();
    memory(resources, swapAccounting, node);
    cpu(resources, node);
    Long pids = resources.pidsLimit();
    require(pids == null || pids >= UNLIMITED, "pidsLimit", "-1 or more");
    node.putObject("pids").put("limit", pids == null ? DEFAULT_PIDS : noLimitForZero(pids));
    blockIo(IoRates.of(resources.io()), node);
    return node;
  }

  /** The same for a container that is there, of which limits that are absent are taken away. */
  public static ObjectNode change(Resources resources, boolean swapAccounting) {
    ObjectNode node = of(resources, swapAccounting);
    if (resources.memoryBytes() == null) {
      ObjectNode memory = node.putObject("memory").put("limit", UNLIMITED);
      if (swapAccounting) {
        memory.put("swap", UNLIMITED);
      }
    }
    ObjectNode cpu = node.withObjectProperty("cpu");
    if (resources.cpus() == null) {
      cpu.put("quota", UNLIMITED).put("period", CPU_PERIOD_MICROS);
    }
    if (resources.cpuShares() == null) {
      cpu.put("shares", DEFAULT_SHARES);
    }
    if (resources.cpusetCpus() == null) {
      HostInspection.processors().ifPresent(all -> cpu.put("cpus", all));
    }
    return node;
  }

  private static void blockIo(IoRates rates, ObjectNode node) {
    if (rates.equals(IoRates.NONE)) {
      return;
    }
    ObjectNode block = node.putObject("blockIO");
    if (rates.weight() != null) {
      block.put("weight", rates.weight().intValue());
    }
    rates
        .devices()
        .forEach(
            (number, device) -> {
              throttle(block, "throttleReadBpsDevice", number, device.readBytes());
              throttle(block, "throttleWriteBpsDevice", number, device.writeBytes());
              throttle(block, "throttleReadIOPSDevice", number, device.readOperations());
              throttle(block, "throttleWriteIOPSDevice", number, device.writeOperations());
            });
  }

  private static void throttle(
      ObjectNode block, String name, DeviceNumber number, @Nullable Long rate) {
    if (rate != null) {
      block
          .withArray(name)
          .addObject()
          .put("major", number.major())
          .put("minor", number.minor())
          .put("rate", rate.longValue());
    }
  }

  private static void memory(Resources resources, boolean swapAccounting, ObjectNode node) {
    Long limit = resources.memoryBytes();
    Long swap = resources.memorySwapBytes();
    if (limit == null) {
      require(swap == null || swap == UNLIMITED, "memorySwapBytes", "given with memoryBytes only");
      return;
    }
    require(limit >= SMALLEST_MEMORY_BYTES, "memoryBytes", "6 MiB or more");
    require(
        swap == null || swap == UNLIMITED || swap >= limit,
        "memorySwapBytes",
        "-1, or at least memoryBytes");
    ObjectNode memory = node.putObject("memory").put("limit", limit.longValue());
    if (swapAccounting) {
      memory.put("swap", swap == null ? doubled(limit) : swap.longValue());
    }
  }

  private static void cpu(Resources resources, ObjectNode node) {
    ObjectNode cpu = JsonMapper.shared().createObjectNode();
    Double cpus = resources.cpus();
    if (cpus != null) {
      long quota = Math.round(cpus * CPU_PERIOD_MICROS);
      require(quota >= SMALLEST_QUOTA_MICROS, "cpus", "0.01 or more");
      cpu.put("quota", quota).put("period", CPU_PERIOD_MICROS);
    }
    Long shares = resources.cpuShares();
    if (shares != null) {
      require(
          shares >= SMALLEST_SHARES && shares <= LARGEST_SHARES, "cpuShares", "from 2 to 262144");
      cpu.put("shares", shares.longValue());
    }
    String cpuset = resources.cpusetCpus();
    if (cpuset != null) {
      require(CPUSET.matcher(cpuset).matches(), "cpusetCpus", "a list like 0-1,3");
      cpu.put("cpus", cpuset);
    }
    if (!cpu.isEmpty()) {
      node.set("cpu", cpu);
    }
  }

  private static long doubled(long bytes) {
    return bytes > Long.MAX_VALUE / 2 ? UNLIMITED : bytes * 2;
  }

  /** The runtime takes 0 for "leave it as it is". */
  private static long noLimitForZero(long pids) {
    return pids == 0 ? UNLIMITED : pids;
  }

  private static void require(boolean condition, String field, String range) {
    if (!condition) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "resources.%s is %s".formatted(field, range));
    }
  }
}
