package io.gantry.engine.cgroup;

import io.gantry.api.container.IoLimits;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.DeviceNumber;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.FileType;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.linux.SyscallException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits of block devices, by the numbers the kernel knows the devices by.
 *
 * @param weight absent is the kernel's default
 */
public record IoRates(@Nullable Integer weight, Map<DeviceNumber, IoLimits.Device> devices) {
  public static final IoRates NONE = new IoRates(null, Map.of());

  public IoRates {
    devices = Map.copyOf(devices);
  }

  /**
   * Looks the devices up.
   *
   * @throws GantryException INVALID_ARGUMENT for what is no block device of this node
   */
  public static IoRates of(@Nullable IoLimits limits) {
    if (limits == null) {
      return NONE;
    }
    Map<DeviceNumber, IoLimits.Device> devices = new LinkedHashMap<>();
    limits.devices().forEach(device -> devices.put(number(device.path()), device));
    return new IoRates(limits.weight(), devices);
  }

  private static DeviceNumber number(String path) {
    try (Descriptor node = Descriptor.open(Path.of(path), OpenFlags.O_PATH, 0)) {
      FileStatus status = Directory.status(node);
      if (status.type() == FileType.BLOCK_DEVICE) {
        return status.device();
      }
      throw refused(path, null);
    } catch (SyscallException e) {
      throw refused(path, e);
    }
  }

  private static GantryException refused(String path, @Nullable SyscallException cause) {
    String problem = "resources.io: %s is no block device of this node".formatted(path);
    return cause == null
        ? GantryException.of(ErrorCode.INVALID_ARGUMENT, problem)
        : GantryException.of(ErrorCode.INVALID_ARGUMENT, problem, cause);
  }
}
