package io.gantry.engine.volume;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.Map;

/**
 * How a volume is made.
 *
 * @param driver {@code local}, the only one there is
 * @param options of the driver: {@code device}, {@code type}, {@code o}, and how it is made
 */
public record VolumeSpec(String driver, Map<String, String> options) {
  private static final String LOCAL = "local";

  /** A directory of the node. */
  public static final VolumeSpec DIRECTORY = local(Map.of());

  public VolumeSpec {
    options = Map.copyOf(options);
  }

  /** A volume of the local driver with these options. */
  public static VolumeSpec local(Map<String, String> options) {
    return new VolumeSpec(LOCAL, options);
  }

  /** Refuses drivers that are plugins. */
  void requireLocal() {
    if (!driver.equals(LOCAL)) {
      throw GantryException.of(
          ErrorCode.UNSUPPORTED,
          "volume driver '%s' is not here, and plugins are not run: use the driver local, whose"
                  .formatted(driver.replaceAll("\\p{Cntrl}", "?"))
              + " options type, device and o mount whatever the kernel can");
    }
  }
}
