package io.gantry.engine.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import jnr.ffi.annotations.In;
import jnr.ffi.types.size_t;

/** Mounts that show a directory with the owners a user namespace gives its files. */
public final class IdMappedMount {
  private static final Functions LIBC = LibC.bind(Functions.class);
  private static final long SYS_OPEN_TREE = 428;
  private static final long SYS_MOVE_MOUNT = 429;
  private static final long SYS_MOUNT_SETATTR = 442;
  private static final long OPEN_TREE_CLONE = 1;
  private static final long OPEN_TREE_CLOEXEC = OpenFlags.O_CLOEXEC;
  private static final long MOVE_MOUNT_F_EMPTY_PATH = 4;
  private static final long MOUNT_ATTR_IDMAP = 0x100000;
  private static final int ATTRIBUTES = 32;
  private static final byte[] EMPTY = PathBytes.encode("");

  private IdMappedMount() {}

  /**
   * Shows directories at other places.
   *
   * @param targets each place with the directory that is shown there
   * @throws IOException EINVAL, EPERM or ENOSYS where the kernel or the file system cannot; some
   *     may be mounted then
   */
  public static void mount(Map<Path, Path> targets, IdMaps maps) throws IOException {
    try (Descriptor namespace = UserNamespace.create(maps)) {
      for (Map.Entry<Path, Path> target : targets.entrySet()) {
        mount(target.getValue(), target.getKey(), namespace);
      }
    }
  }

  private static void mount(Path source, Path target, Descriptor namespace)
      throws SyscallException {
    byte[] from = PathBytes.encode(source.toString());
    long flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC;
    long number =
        LibC.check(
            "open_tree",
            source,
            LIBC.syscall(SYS_OPEN_TREE, FileCalls.AT_FDCWD, from, flags, EMPTY, 0));
    try (Descriptor clone = new Descriptor((int) number)) {
      byte[] attributes = attributes(namespace);
      LibC.check(
          "mount_setattr",
          source,
          LIBC.syscall(
              SYS_MOUNT_SETATTR,
              clone.number(),
              EMPTY,
              FileCalls.AT_EMPTY_PATH,
              attributes,
              ATTRIBUTES));
      byte[] to = PathBytes.encode(target.toString());
      LibC.check(
          "move_mount",
          target,
          LIBC.syscall(
              SYS_MOVE_MOUNT,
              clone.number(),
              EMPTY,
              FileCalls.AT_FDCWD,
              to,
              MOVE_MOUNT_F_EMPTY_PATH));
    }
  }

  /** {@code struct mount_attr}: what is set, what is cleared, propagation, the namespace. */
  private static byte[] attributes(Descriptor namespace) {
    return ByteBuffer.allocate(ATTRIBUTES)
        .order(ByteOrder.nativeOrder())
        .putLong(MOUNT_ATTR_IDMAP)
        .putLong(0)
        .putLong(0)
        .putLong(namespace.number())
        .array();
  }

  /** Bound to the C library. */
  public interface Functions {
    /** For calls of a directory, a path, flags and a structure; others take no notice of it. */
    long syscall(
        long number,
        int directory,
        @In byte[] path,
        long flags,
        @In byte[] data,
        @size_t long size);

    /** For move_mount. */
    long syscall(long number, int from, @In byte[] fromPath, int to, @In byte[] toPath, long flags);
  }
}
