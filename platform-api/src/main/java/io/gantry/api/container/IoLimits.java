package io.gantry.api.container;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a container may read from and write to block devices.
 *
 * @param weight relative weight against other containers, 10–1000; absent is the kernel's default
 * @param devices limits of single devices
 */
public record IoLimits(@Nullable Integer weight, List<Device> devices) {
  private static final int SMALLEST_WEIGHT = 10;
  private static final int LARGEST_WEIGHT = 1000;

  /**
   * Limits per second of one device; absent is without limit.
   *
   * @param path of the node's device, as {@code /dev/vda}
   */
  public record Device(
      String path,
      @Nullable Long readBytes,
      @Nullable Long writeBytes,
      @Nullable Long readOperations,
      @Nullable Long writeOperations) {
    private static final Pattern PATH = Pattern.compile("/dev(/[A-Za-z0-9_+:-][A-Za-z0-9_.+:-]*)+");

    public Device {
      if (path == null || !PATH.matcher(path).matches()) {
        throw new IllegalArgumentException("io.devices.path is the path of a device below /dev");
      }
      if (Stream.of(rate(readBytes), rate(writeBytes), rate(readOperations), rate(writeOperations))
          .anyMatch(rate -> rate < 1)) {
        throw new IllegalArgumentException("io.devices: a limit is 1 or more in a second");
      }
    }

    private static long rate(@Nullable Long limit) {
      return limit == null ? Long.MAX_VALUE : limit;
    }
  }

  public IoLimits(@Nullable Integer weight, @Nullable List<Device> devices) {
    this.weight = weight;
    this.devices = Copies.of(devices);
    if (weight != null && (weight < SMALLEST_WEIGHT || weight > LARGEST_WEIGHT)) {
      throw new IllegalArgumentException("io.weight is from 10 to 1000");
    }
    if (this.devices.stream().map(Device::path).distinct().count() < this.devices.size()) {
      throw new IllegalArgumentException("io.devices: a device is given once");
    }
  }
}
