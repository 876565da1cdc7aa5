package io.gantry.engine.mount;

import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.linux.SyscallException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Files the engine writes into a container's run directory. Each is a new inode: the old one may
 * still be mounted in a running container (RUNDIR-1), and a link in its place is removed, never
 * followed (RUNDIR-3).
 */
final class RunFile {
  private static final int CREATE =
      OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_NOFOLLOW;

  private RunFile() {}

  static Path write(Path directory, String name, String text, int permissions)
      throws SyscallException {
    return write(directory, name, text.getBytes(StandardCharsets.UTF_8), permissions);
  }

  /** Replaces the content of a file that is mounted, in place; one that is gone stays so. */
  static void rewrite(Path directory, String name, String text) throws SyscallException {
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_TRUNC | OpenFlags.O_NOFOLLOW;
    try (Directory parent = Directory.open(directory)) {
      if (parent.contains(name)) {
        try (Descriptor file = parent.open(name, flags, 0)) {
          file.write(text.getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  static Path write(Path directory, String name, byte[] content, int permissions)
      throws SyscallException {
    try (Directory parent = Directory.open(directory)) {
      if (parent.contains(name)) {
        parent.unlink(name);
      }
      try (Descriptor file = parent.open(name, CREATE, 0600)) {
        file.write(content);
        Directory.setPermissions(file, permissions);
      }
    }
    return directory.resolve(name);
  }
}
