package io.gantry.engine.storage;

import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.SyscallException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Bytes of the files in a tree, each inode once. The tree may change meanwhile. */
public final class DiskUsage {
  /** A tree may be dug deeper than there are descriptors; below this nothing is counted. */
  private static final int MAX_DEPTH = 500;

  private final Set<Long> seen = new HashSet<>();

  private DiskUsage() {}

  /** Measures a tree; expensive. */
  public static long of(Path tree) throws SyscallException {
    try (Directory root = Directory.open(tree)) {
      return new DiskUsage().of(root, 0);
    }
  }

  private long of(Directory directory, int depth) throws SyscallException {
    long bytes = 0;
    for (String name : directory.list()) {
      try {
        bytes += of(directory, name, depth);
      } catch (SyscallException e) {
        if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR) && !e.is(Errno.ELOOP)) {
          throw e;
        }
        // It went away or became something else since the directory was listed.
      }
    }
    return bytes;
  }

  private long of(Directory directory, String name, int depth) throws SyscallException {
    FileStatus status = directory.status(name);
    if (status.isDirectory() && depth < MAX_DEPTH) {
      try (Directory child = directory.directory(name)) {
        return of(child, depth + 1);
      }
    }
    boolean counts = status.isRegularFile() && (status.links() == 1 || seen.add(status.inode()));
    return counts ? status.size() : 0;
  }
}
