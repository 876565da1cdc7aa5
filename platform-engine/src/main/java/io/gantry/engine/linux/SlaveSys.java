package io.gantry.engine.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Starts programs in a mount namespace of their own whose {@code /sys} follows the host's and has
 * nothing mounted below {@code /sys/kernel}: only then does the kernel let a user namespace mount
 * {@code /sys} anew (MONITOR-14).
 */
public final class SlaveSys {
  private static final Functions LIBC = LibC.bind(Functions.class);
  private static final int CLONE_NEWNS = 0x00020000;
  private static final Path SYS = Path.of("/sys");
  private static final Path MOUNTS = Path.of("/proc/thread-self/mountinfo");
  private static final int MOUNT_POINT = 4;

  private SlaveSys() {}

  /** As {@link Spawn#start}. */
  public static ChildProcess start(Program program, List<Descriptor> descriptors)
      throws IOException {
    return NamespaceThread.call(
        () -> {
          LibC.check("unshare", "CLONE_NEWNS", LIBC.unshare(CLONE_NEWNS));
          Mounts.makeSlave(SYS);
          for (Path mount : belowKernel(Files.readString(MOUNTS))) {
            Mounts.unmount(mount, MountFlags.MNT_DETACH);
          }
          return Spawn.start(program, descriptors);
        });
  }

  /** The innermost first. */
  static List<Path> belowKernel(String mountInfo) {
    return mountInfo
        .lines()
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields.length > MOUNT_POINT)
        .map(fields -> fields[MOUNT_POINT])
        .filter(mount -> mount.startsWith("/sys/kernel/"))
        .map(Path::of)
        .collect(Collectors.collectingAndThen(Collectors.toList(), List::reversed));
  }

  /** Bound to the C library. */
  public interface Functions {
    int unshare(int flags);
  }
}
