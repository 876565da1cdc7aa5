package io.gantry.engine.linux;

import java.nio.file.Path;
import java.time.Duration;
import jnr.ffi.annotations.In;
import jnr.ffi.types.u_int64_t;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mounting and unmounting. A target may be the {@link Descriptor#path()} of a place that SafePath
 * opened; then it is that very place.
 */
public final class Mounts {
  private static final Logger LOG = LoggerFactory.getLogger(Mounts.class);
  private static final Functions LIBC = LibC.bind(Functions.class);
  private static final int BUSY_ATTEMPTS = 5;
  private static final Duration BUSY_PAUSE = Duration.ofMillis(40);

  private Mounts() {}

  /**
   * The mount call.
   *
   * @param flags of {@link MountFlags}
   * @param data the file system's options, at most one page
   */
  public static void mount(
      String source, Path target, String type, long flags, @Nullable String data)
      throws SyscallException {
    LibC.check(
        "mount",
        target,
        LIBC.mount(
            PathBytes.encode(source),
            PathBytes.encode(target.toString()),
            PathBytes.encode(type),
            flags,
            PathBytes.encode(data == null ? "" : data)));
  }

  /** Mounts a tmpfs, as in {@code mode=1777,size=65536k}. */
  public static void tmpfs(Path target, long flags, String options) throws SyscallException {
    mount("tmpfs", target, "tmpfs", flags, options);
  }

  /** Shows a file or directory at a second place, without the mounts below it. */
  public static void bind(Path source, Path target) throws SyscallException {
    mount(source.toString(), target, "none", MountFlags.MS_BIND, null);
  }

  /** As {@link #bind}, and then with flags such as read-only, which the kernel wants separately. */
  public static void bind(Path source, Path target, long flags) throws SyscallException {
    bind(source, target);
    try {
      long all = MountFlags.MS_BIND | MountFlags.MS_REMOUNT | flags;
      mount("none", target, "none", all, null);
    } catch (SyscallException e) {
      unmount(target, MountFlags.MNT_DETACH);
      throw e;
    }
  }

  /** Keeps mounts at and below the target from spreading to other namespaces. */
  public static void makePrivate(Path target) throws SyscallException {
    mount("none", target, "none", MountFlags.MS_PRIVATE | MountFlags.MS_REC, null);
  }

  /** Lets mounts at and below the target follow other namespaces, and not the other way. */
  static void makeSlave(Path target) throws SyscallException {
    mount("none", target, "none", MountFlags.MS_SLAVE | MountFlags.MS_REC, null);
  }

  /**
   * The umount2 call; a link as the target's last component is not followed. EINVAL says that
   * nothing is mounted there.
   *
   * @param flags of {@link MountFlags}
   */
  public static void unmount(Path target, int flags) throws SyscallException {
    int all = flags | MountFlags.UMOUNT_NOFOLLOW;
    LibC.check("umount2", target, LIBC.umount2(PathBytes.encode(target.toString()), all));
  }

  /**
   * Unmounts what is mounted at the target: a busy mount is tried again for a moment and then
   * detached, gone from the tree now and released with its last user (UNMOUNT-12). Nothing mounted
   * or no such path is success (UNMOUNT-4).
   *
   * @return whether something was unmounted
   */
  public static boolean unmountPatiently(Path target) throws SyscallException {
    for (int attempt = 1; ; attempt++) {
      try {
        unmount(target, attempt <= BUSY_ATTEMPTS ? 0 : MountFlags.MNT_DETACH);
        return true;
      } catch (SyscallException e) {
        if (e.is(Errno.EINVAL) || e.is(Errno.ENOENT)) {
          return false;
        }
        if (!e.is(Errno.EBUSY) || attempt > BUSY_ATTEMPTS) {
          throw e;
        }
        waitForUsers(target, attempt);
      }
    }
  }

  /** Whether something is mounted at the path itself; a missing path is none. */
  public static boolean isMountPoint(Path path) throws SyscallException {
    try {
      return Statx.of(FileCalls.AT_FDCWD, path.toString(), FileCalls.AT_SYMLINK_NOFOLLOW)
          .mountPoint();
    } catch (SyscallException e) {
      if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
        return false;
      }
      throw e;
    }
  }

  private static void waitForUsers(Path target, int attempt) {
    if (attempt == BUSY_ATTEMPTS) {
      LOG.atWarn().addKeyValue("mount", target).log("mount stays busy, detaching it");
    } else {
      Pause.of(BUSY_PAUSE);
    }
  }

  /** Bound to the C library. */
  public interface Functions {
    int mount(
        @In byte[] source,
        @In byte[] target,
        @In byte[] type,
        @u_int64_t long flags,
        @In byte[] data);

    int umount2(@In byte[] target, int flags);
  }
}
