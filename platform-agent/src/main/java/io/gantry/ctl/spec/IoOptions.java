package io.gantry.ctl.spec;

import io.gantry.api.container.IoLimits;
import io.gantry.api.container.IoLimits.Device;
import io.gantry.ctl.output.ByteSize;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Limits of block devices. */
final class IoOptions {
  @Option(
      names = "--blkio-weight",
      paramLabel = "N",
      description = "Weight against other containers at block devices, 10 to 1000.")
  private @Nullable Integer weight;

  @Option(
      names = "--device-read-bps",
      paramLabel = "DEVICE=SIZE",
      description = "Most bytes read in a second, as /dev/vda=1m.")
  private List<String> readBytes = new ArrayList<>();

  @Option(
      names = "--device-write-bps",
      paramLabel = "DEVICE=SIZE",
      description = "Most bytes written in a second.")
  private List<String> writeBytes = new ArrayList<>();

  @Option(
      names = "--device-read-iops",
      paramLabel = "DEVICE=N",
      description = "Most reads in a second.")
  private List<String> readOperations = new ArrayList<>();

  @Option(
      names = "--device-write-iops",
      paramLabel = "DEVICE=N",
      description = "Most writes in a second.")
  private List<String> writeOperations = new ArrayList<>();

  /** Absent if nothing is asked for. */
  @Nullable IoLimits limits() {
    Map<String, String> reads = Pairs.parse("--device-read-bps", readBytes);
    Map<String, String> writes = Pairs.parse("--device-write-bps", writeBytes);
    Map<String, String> readCalls = Pairs.parse("--device-read-iops", readOperations);
    Map<String, String> writeCalls = Pairs.parse("--device-write-iops", writeOperations);
    Set<String> paths = new LinkedHashSet<>(reads.keySet());
    paths.addAll(writes.keySet());
    paths.addAll(readCalls.keySet());
    paths.addAll(writeCalls.keySet());
    List<Device> devices =
        paths.stream()
            .map(
                path ->
                    new Device(
                        path,
                        bytes(reads.get(path)),
                        bytes(writes.get(path)),
                        number(readCalls.get(path)),
                        number(writeCalls.get(path))))
            .toList();
    return weight == null && devices.isEmpty() ? null : new IoLimits(weight, devices);
  }

  private static @Nullable Long bytes(@Nullable String size) {
    return size == null ? null : ByteSize.parse(size).bytes();
  }

  private static @Nullable Long number(@Nullable String text) {
    if (text == null) {
      return null;
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("'%s' is no number of operations".formatted(text));
    }
    return Long.valueOf(text);
  }
}
