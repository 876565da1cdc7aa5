package io.gantry.engine.mount;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.linux.SafePath;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.state.ContainerConfig;
import java.nio.file.Path;

/**
 * Makes {@code /etc} and the link {@code /etc/mtab} in a root (MOUNT-10 to MOUNT-14). In the image
 * {@code /etc} may be a link; the kernel resolves it inside the root, in one call.
 */
final class EtcDirectory {
  private static final int PERMISSIONS = 0755;

  private EtcDirectory() {}

  static void prepare(ContainerConfig config, Path root, IdMaps ids) {
    int uid = (int) ids.rootUid();
    int gid = (int) ids.rootGid();
    try (SafePath path = SafePath.root(root)) {
      path.makeDirectories("/etc", PERMISSIONS, uid, gid);
      path.symlink("/etc/mtab", "/proc/mounts", uid, gid);
    } catch (SyscallException e) {
      ErrorCode code =
          e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP) || e.is(Errno.ENOENT)
              ? ErrorCode.IMAGE_INVALID
              : e.code();
      throw GantryException.of(code, "/etc of the image cannot be used as a directory", e)
          .about("container", config.id());
    }
  }
}
