package io.gantry.engine.mount;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.SafePath;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.state.ContainerConfig;
import java.nio.file.Path;
import java.util.List;

/**
 * Refuses a root whose {@code /dev}, {@code /proc} or {@code /sys} is not a plain directory: the
 * runtime makes its device links below {@code /dev} by joined paths, and would follow a link out of
 * the root.
 */
final class KernelDirectories {
  private static final List<String> NAMES = List.of("dev", "proc", "sys");

  private KernelDirectories() {}

  static void check(ContainerConfig config, Path root) {
    try (SafePath path = SafePath.root(root);
        Directory top = path.directory("")) {
      for (String name : NAMES) {
        if (top.contains(name) && !top.status(name).isDirectory()) {
          throw GantryException.of(
                  ErrorCode.IMAGE_INVALID,
                  "/%s of the image must be a directory, not a link or a file".formatted(name))
              .about("container", config.id());
        }
      }
    } catch (SyscallException e) {
      throw GantryException.of(e.code(), "the root file system cannot be opened", e)
          .about("container", config.id());
    }
  }
}
