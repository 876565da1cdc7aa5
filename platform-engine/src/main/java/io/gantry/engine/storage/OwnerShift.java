package io.gantry.engine.storage;

import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.linux.SyscallException;
import java.util.function.LongConsumer;

/**
 * Gives every file of a tree the owner its container's ids say, where the kernel cannot show it so.
 * Takes as long as the tree is large, and copies its files into the container's layer.
 */
final class OwnerShift {
  private static final int DEEPEST = 1024;

  private final IdMaps ids;
  private final LongConsumer progress;
  private long files;

  /**
   * @param progress told how many files are done
   */
  OwnerShift(IdMaps ids, LongConsumer progress) {
    this.ids = ids;
    this.progress = progress;
  }

  /** Goes through all that is below the directory, which itself has its owner already. */
  void run(Directory tree) throws SyscallException {
    children(tree, 0);
  }

  private void children(Directory tree, int depth) throws SyscallException {
    for (String name : tree.list()) {
      FileStatus status = tree.status(name);
      if (status.isDirectory() && depth < DEEPEST) {
        try (Directory child = tree.directory(name)) {
          children(child, depth + 1);
        }
      }
      shift(tree, name, status); // hard links too: overlay copies each name up by itself
    }
  }

  /** A new owner takes set-user-id bits away, so they are given again. */
  private void shift(Directory tree, String name, FileStatus status) throws SyscallException {
    tree.setOwner(name, uid(status), gid(status));
    if (status.isRegularFile() && (status.permissions() & 07000) != 0) {
      tree.setPermissions(name, status.permissions());
    }
    progress.accept(++files);
  }

  private int uid(FileStatus status) {
    return (int) ids.hostUid(Integer.toUnsignedLong(status.uid())).orElse(status.uid());
  }

  private int gid(FileStatus status) {
    return (int) ids.hostGid(Integer.toUnsignedLong(status.gid())).orElse(status.gid());
  }
}
