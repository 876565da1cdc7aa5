package io.gantry.engine.log;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.LoggingSpec;
import io.gantry.api.container.LoggingSpec.Driver;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the log of a container is.
 *
 * @param file of the driver that writes files; it need not exist
 */
public record LogLocation(ContainerId container, LoggingSpec.Driver driver, Path file) {
  private static final Path JOURNAL = Path.of("/run/systemd/journal/socket");

  /**
   * Refuses a driver that cannot write on this host.
   *
   * @throws GantryException UNSUPPORTED for the journal without its daemon
   */
  public void requireDriver() {
    if (driver == Driver.JOURNALD && !Files.exists(JOURNAL)) {
      throw GantryException.of(
              ErrorCode.UNSUPPORTED,
              "no systemd-journald runs on this host: start it, or use the log driver k8s-file")
          .about("container", container);
    }
  }
}
