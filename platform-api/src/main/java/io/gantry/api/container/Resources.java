package io.gantry.api.container;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits of a container; absent is without limit, or the default where one is named.
 *
 * @param memoryBytes 6 MiB or more
 * @param memorySwapBytes memory and swap together, {@code memoryBytes} or more; -1 is without limit
 * @param cpus processors, as 1.5
 * @param cpuShares relative weight, 2–262144
 * @param cpusetCpus as {@code 0-1,3}
 * @param pidsLimit default 2048; -1 is without
 * @param shmSizeBytes size of /dev/shm, default 64 MiB
 * @param io limits of block devices
 * @param ulimits name as {@code nofile} to its limit
 */
public record Resources(
    @Nullable Long memoryBytes,
    @Nullable Long memorySwapBytes,
    @Nullable Double cpus,
    @Nullable Long cpuShares,
    @Nullable String cpusetCpus,
    @Nullable Long pidsLimit,
    @Nullable Long shmSizeBytes,
    Map<String, Ulimit> ulimits,
    @Nullable IoLimits io) {
  public static final Resources DEFAULT =
      new Resources(null, null, null, null, null, null, null, null);

  /** Soft and hard limit; -1 is without limit. */
  public record Ulimit(long soft, long hard) {}

  /** Without limits of block devices. */
  public Resources(
      @Nullable Long memoryBytes,
      @Nullable Long memorySwapBytes,
      @Nullable Double cpus,
      @Nullable Long cpuShares,
      @Nullable String cpusetCpus,
      @Nullable Long pidsLimit,
      @Nullable Long shmSizeBytes,
      @Nullable Map<String, Ulimit> ulimits) {
    this(
        memoryBytes,
        memorySwapBytes,
        cpus,
        cpuShares,
        cpusetCpus,
        pidsLimit,
        shmSizeBytes,
        ulimits,
        null);
  }

  public Resources(
      @Nullable Long memoryBytes,
      @Nullable Long memorySwapBytes,
      @Nullable Double cpus,
      @Nullable Long cpuShares,
      @Nullable String cpusetCpus,
      @Nullable Long pidsLimit,
      @Nullable Long shmSizeBytes,
      @Nullable Map<String, Ulimit> ulimits,
      @Nullable IoLimits io) {
    this.memoryBytes = memoryBytes;
    this.memorySwapBytes = memorySwapBytes;
    this.cpus = cpus;
    this.cpuShares = cpuShares;
    this.cpusetCpus = cpusetCpus;
    this.pidsLimit = pidsLimit;
    this.shmSizeBytes = shmSizeBytes;
    this.ulimits = Copies.of(ulimits);
    this.io = io;
  }

  /** The same with these limits of block devices. */
  public Resources withIo(IoLimits other) {
    return new Resources(
        memoryBytes,
        memorySwapBytes,
        cpus,
        cpuShares,
        cpusetCpus,
        pidsLimit,
        shmSizeBytes,
        ulimits,
        other);
  }
}
