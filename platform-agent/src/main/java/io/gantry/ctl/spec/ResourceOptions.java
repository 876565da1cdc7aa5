package io.gantry.ctl.spec;

import io.gantry.api.container.Resources;
import io.gantry.api.container.Resources.Ulimit;
import io.gantry.ctl.output.ByteSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Limits of a container; also what {@code update} may change. */
public final class ResourceOptions {
  @Option(
      names = {"-m", "--memory"},
      paramLabel = "SIZE",
      description = "Most memory, as 512m.")
  private @Nullable ByteSize memory;

  @Option(names = "--memory-swap", paramLabel = "SIZE", description = "Most memory and swap.")
  private @Nullable ByteSize memorySwap;

  @Option(names = "--cpus", paramLabel = "N", description = "Processors, as 1.5.")
  private @Nullable Double cpus;

  @Option(names = "--cpu-shares", paramLabel = "N", description = "Weight among others.")
  private @Nullable Long cpuShares;

  @Option(names = "--cpuset-cpus", paramLabel = "LIST", description = "Processors, as 0-1,3.")
  private @Nullable String cpusetCpus;

  @Option(
      names = "--pids-limit",
      paramLabel = "N",
      description = "Most processes (default 2048, -1 without).")
  private @Nullable Long pidsLimit;

  @Option(names = "--shm-size", paramLabel = "SIZE", description = "Size of /dev/shm.")
  private @Nullable ByteSize shmSize;

  @Option(
      names = "--ulimit",
      paramLabel = "NAME=SOFT[:HARD]",
      description = "Limit of the process, as nofile=1024.")
  private List<String> ulimits = new ArrayList<>();

  @Mixin private final IoOptions io = new IoOptions();

  public Resources resources() {
    return new Resources(
        bytes(memory),
        bytes(memorySwap),
        cpus,
        cpuShares,
        cpusetCpus,
        pidsLimit,
        bytes(shmSize),
        limits(),
        io.limits());
  }

  private Map<String, Ulimit> limits() {
    Map<String, Ulimit> limits = new LinkedHashMap<>();
    Pairs.parse("--ulimit", ulimits).forEach((name, value) -> limits.put(name, limit(name, value)));
    return limits;
  }

  private static Ulimit limit(String name, String value) {
    String[] parts = value.split(":", 2);
    try {
      long soft = Long.parseLong(parts[0]);
      return new Ulimit(soft, parts.length == 1 ? soft : Long.parseLong(parts[1]));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--ulimit %s: '%s' is no limit, write it as SOFT or SOFT:HARD".formatted(name, value), e);
    }
  }

  private static @Nullable Long bytes(@Nullable ByteSize size) {
    return size == null ? null : size.bytes();
  }
}
