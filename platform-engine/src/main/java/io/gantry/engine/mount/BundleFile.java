package io.gantry.engine.mount;

import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.linux.SyscallException;
import java.nio.file.Path;

/**
 * Files the engine writes into a container's permanent directory. Each is new: what exists, a link
 * too, is an error and stays as it is (RUNDIR-2, RUNDIR-3).
 */
final class BundleFile {
  private static final int CREATE =
      OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_NOFOLLOW;

  private BundleFile() {}

  /**
   * Writes it.
   *
   * @throws SyscallException EEXIST if the name is taken
   */
  static Path write(Path directory, String name, byte[] content, int permissions)
      throws SyscallException {
    try (Directory parent = Directory.open(directory);
        Descriptor file = parent.open(name, CREATE, 0600)) {
      file.write(content);
      Directory.setPermissions(file, permissions);
    }
    return directory.resolve(name);
  }
}
