package io.gantry.engine.storage;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.SyscallException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** Says why an archive is refused, or what else went wrong while it was unpacked. */
final class InvalidArchive {
  /** What the file system answers to names that contradict each other. */
  private static final Set<Errno> ITS_OWN_FAULT =
      EnumSet.of(
          Errno.EEXIST,
          Errno.EINVAL,
          Errno.EISDIR,
          Errno.ELOOP,
          Errno.EMLINK,
          Errno.ENAMETOOLONG,
          Errno.ENOENT,
          Errno.ENOTDIR,
          Errno.ENOTEMPTY,
          Errno.EPERM);

  private InvalidArchive() {}

  static GantryException because(String reason) {
    return GantryException.of(ErrorCode.IMAGE_INVALID, "the archive is refused: " + reason);
  }

  static GantryException because(String reason, Throwable cause) {
    return GantryException.of(ErrorCode.IMAGE_INVALID, "the archive is refused: " + reason, cause);
  }

  /** A failure while an entry was put into the tree. */
  static GantryException at(String entry, SyscallException cause) {
    if (ITS_OWN_FAULT.contains(cause.errno())) {
      return because("entry '" + entry + "' cannot be made: " + cause.errno().description(), cause);
    }
    return storage("entry '" + entry + "' cannot be written", cause);
  }

  /** A failure of the node's own storage. */
  static GantryException storage(String what, IOException cause) {
    boolean full = cause instanceof SyscallException failed && failed.code() == ErrorCode.NO_SPACE;
    return full
        ? GantryException.of(ErrorCode.NO_SPACE, what + ": the disk is full, make room", cause)
        : GantryException.of(ErrorCode.STORAGE, what + ": " + cause.getMessage(), cause);
  }
}
