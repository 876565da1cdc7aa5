package io.gantry.engine.cgroup;

import io.gantry.api.container.IoLimits.Device;
import io.gantry.engine.linux.DeviceNumber;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Limits of block devices in version 1.
 *
 * @param group its directory in the hierarchy of blkio
 */
record SeparateIo(Path group) {
  private static final int DEFAULT_OF_BFQ = 100;
  private static final int DEFAULT_OF_CFQ = 500;

  private static final Map<String, Function<Device, @Nullable Long>> RATES =
      Map.of(
          "blkio.throttle.read_bps_device", Device::readBytes,
          "blkio.throttle.write_bps_device", Device::writeBytes,
          "blkio.throttle.read_iops_device", Device::readOperations,
          "blkio.throttle.write_iops_device", Device::writeOperations);

  /** Sets these limits and takes all others away. */
  void limit(IoRates rates) throws IOException {
    for (Map.Entry<String, Function<Device, @Nullable Long>> rate : RATES.entrySet()) {
      ControlFile file = new ControlFile(group.resolve(rate.getKey()));
      Set<String> rest = file.keys();
      for (Map.Entry<DeviceNumber, Device> device : rates.devices().entrySet()) {
        String number = device.getKey().major() + ":" + device.getKey().minor();
        Long limit = rate.getValue().apply(device.getValue());
        rest.remove(number);
        file.write(number + " " + (limit == null ? 0 : limit));
      }
      for (String number : rest) {
        file.write(number + " 0");
      }
    }
    weight("blkio.bfq.weight", rates, DEFAULT_OF_BFQ);
    weight("blkio.weight", rates, DEFAULT_OF_CFQ);
  }

  private void weight(String name, IoRates rates, int usual) throws IOException {
    ControlFile file = new ControlFile(group.resolve(name));
    if (file.exists()) {
      file.write(Integer.toString(rates.weight() == null ? usual : rates.weight()));
    }
  }
}
