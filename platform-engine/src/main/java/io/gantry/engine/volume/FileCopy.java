package io.gantry.engine.volume;

import io.gantry.engine.linux.Child;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.linux.RegularFile;
import io.gantry.engine.linux.SparseFile;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.Xattrs;

/**
 * Copies one regular file with its owner, mode, attributes, time and holes, by open descriptors.
 */
final class FileCopy {
  private FileCopy() {}

  /** Setting one extended attribute. */
  interface Setting {
    void run() throws SyscallException;
  }

  /**
   * Copies a file to a new name.
   *
   * @throws SyscallException EINVAL or EISDIR if it is no regular file
   */
  static void copy(Child file, Directory to, String name) throws SyscallException {
    int create = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL;
    FileStatus status = file.status();
    try (Descriptor source = file.openRegularFile();
        Descriptor made = to.open(name, create, 0600)) {
      SparseFile.copy(source, made, status);
      attributes(source, status, made);
      RegularFile.setModified(made, status.modified());
    }
  }

  /** The owner goes first: changing it takes set-user-id bits and file capabilities away. */
  private static void attributes(Descriptor source, FileStatus status, Descriptor made)
      throws SyscallException {
    Directory.setOwner(made, status.uid(), status.gid());
    Directory.setPermissions(made, status.permissions());
    for (String attribute : Xattrs.list(source)) {
      byte[] value = Xattrs.get(source, attribute).orElse(new byte[0]);
      set(() -> Xattrs.set(made, attribute, value));
    }
  }

  /** Sets an attribute, if the volume's file system knows its kind. */
  static void set(Setting setting) throws SyscallException {
    try {
      setting.run();
    } catch (SyscallException e) {
      if (!e.is(Errno.EOPNOTSUPP)) {
        throw e;
      }
    }
  }
}
