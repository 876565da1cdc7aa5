package io.gantry.engine.cgroup;

import io.gantry.api.container.IoLimits.Device;
import io.gantry.engine.linux.DeviceNumber;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Limits of block devices in version 2.
 *
 * @param group its directory
 */
record UnifiedIo(Path group) {
  private static final int DEFAULT = 100;
  private static final int SMALLEST = 10;
  private static final int SPAN = 1000 - SMALLEST;
  private static final int SPAN_UNIFIED = 10_000 - 1;

  /** Sets these limits and takes all others away. */
  void limit(IoRates rates) throws IOException {
    ControlFile file = new ControlFile(group.resolve("io.max"));
    Set<String> rest = file.keys();
    for (Map.Entry<DeviceNumber, Device> device : rates.devices().entrySet()) {
      String number = device.getKey().major() + ":" + device.getKey().minor();
      rest.remove(number);
      file.write(number + " " + rates(device.getValue()));
    }
    for (String number : rest) {
      file.write(number + " rbps=max wbps=max riops=max wiops=max");
    }
    weight(rates.weight());
  }

  private static String rates(Device device) {
    return "rbps=%s wbps=%s riops=%s wiops=%s"
        .formatted(
            rate(device.readBytes()),
            rate(device.writeBytes()),
            rate(device.readOperations()),
            rate(device.writeOperations()));
  }

  private static String rate(@Nullable Long limit) {
    return limit == null ? "max" : limit.toString();
  }

  /** BFQ keeps the numbers of version 1; io.weight goes from 1 to 10000, as runtimes reckon it. */
  private void weight(@Nullable Integer weight) throws IOException {
    ControlFile bfq = new ControlFile(group.resolve("io.bfq.weight"));
    ControlFile plain = new ControlFile(group.resolve("io.weight"));
    if (bfq.exists()) {
      bfq.write(Integer.toString(weight == null ? DEFAULT : weight));
    } else if (plain.exists()) {
      int all = weight == null ? DEFAULT : 1 + (weight - SMALLEST) * SPAN_UNIFIED / SPAN;
      plain.write("default " + all);
    }
  }
}
