package io.gantry.engine.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The calls that work on one name in an open directory. A name is a single component; links are
 * never followed, so nothing here leaves the directory. Not to be used after {@link #close()}.
 */
public final class Directory implements AutoCloseable {
  private static final FileCalls LIBC = LibC.bind(FileCalls.class);
  private static final int RENAME_NOREPLACE = 1;
  private static final int ENTRIES_BYTES = 32 * 1024;
  private static final int RECORD_LENGTH_OFFSET = 16;
  private static final int NAME_OFFSET = 19;
  private static final int OWNER = 0700;

  private final Descriptor descriptor;

  /** Takes over the descriptor of a directory. */
  public Directory(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /** Opens a directory by a path this process trusts; a link as its last component is refused. */
  public static Directory open(Path path) throws SyscallException {
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;
    return new Directory(Descriptor.open(path, flags, 0));
  }

  public Descriptor descriptor() {
    return descriptor;
  }

  /** Opens a child; O_NOFOLLOW and O_CLOEXEC are added to the flags. */
  public Descriptor open(String name, int flags, int mode) throws SyscallException {
    byte[] path = component(name);
    int all = flags | OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC;
    return new Descriptor(
        (int) LibC.retry("openat", name, () -> LIBC.openat(number(), path, all, mode)));
  }

  /**
   * Opens a regular file for reading; anything else is refused before it is really opened.
   *
   * @throws SyscallException EINVAL or EISDIR for what is no regular file
   */
  public Descriptor openRegularFile(String name) throws SyscallException {
    try (Child child = Child.of(this, name)) {
      return child.openRegularFile();
    }
  }

  /**
   * Reads a regular file whole.
   *
   * @throws SyscallException EFBIG if it is longer than the bound; EINVAL, EISDIR as above
   */
  public byte[] readRegularFile(String name, int maxBytes) throws SyscallException {
    try (Descriptor file = openRegularFile(name)) {
      return RegularFile.read(file, name, maxBytes);
    }
  }

  /** The status of an open file; O_PATH is enough. */
  public static FileStatus status(Descriptor file) throws SyscallException {
    return Statx.of(file.number(), "", FileCalls.AT_EMPTY_PATH);
  }

  /** Opens a child directory. */
  public Directory directory(String name) throws SyscallException {
    return new Directory(open(name, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY, 0));
  }

  public FileStatus status(String name) throws SyscallException {
    requireComponent(name);
    return Statx.of(number(), name, FileCalls.AT_SYMLINK_NOFOLLOW);
  }

  /** The directory's own status. */
  public FileStatus status() throws SyscallException {
    return status(descriptor);
  }

  public boolean contains(String name) throws SyscallException {
    try {
      status(name);
      return true;
    } catch (SyscallException e) {
      if (e.is(Errno.ENOENT)) {
        return false;
      }
      throw e;
    }
  }

  /** Makes a child directory with exactly these permissions, whatever the process masks. */
  public void makeDirectory(String name, int permissions) throws SyscallException {
    LibC.check("mkdirat", name, LIBC.mkdirat(number(), component(name), permissions & OWNER));
    if ((permissions & ~OWNER) != 0) {
      setPermissions(name, permissions);
    }
  }

  public void makeNode(String name, FileType type, int permissions, DeviceNumber device)
      throws SyscallException {
    int mode = type.bits() | permissions;
    LibC.check("mknodat", name, LIBC.mknodat(number(), component(name), mode, device.packed()));
  }

  public void symlink(String name, String target) throws SyscallException {
    LibC.check(
        "symlinkat", name, LIBC.symlinkat(PathBytes.encode(target), number(), component(name)));
  }

  /** Makes a further name for a child of the given directory; a link gets a name itself. */
  public void link(Directory from, String existing, String name) throws SyscallException {
    LibC.check(
        "linkat",
        name,
        LIBC.linkat(from.number(), component(existing), number(), component(name), 0));
  }

  public void unlink(String name) throws SyscallException {
    LibC.check("unlinkat", name, LIBC.unlinkat(number(), component(name), 0));
  }

  public void removeDirectory(String name) throws SyscallException {
    LibC.check("unlinkat", name, LIBC.unlinkat(number(), component(name), FileCalls.AT_REMOVEDIR));
  }

  /** Renames a child into the given directory, replacing what is there. */
  public void rename(String name, Directory to, String newName) throws SyscallException {
    rename(name, to, newName, 0);
  }

  /** Renames a child into the given directory; EEXIST if the name is taken. */
  public void renameNew(String name, Directory to, String newName) throws SyscallException {
    rename(name, to, newName, RENAME_NOREPLACE);
  }

  private void rename(String name, Directory to, String newName, int flags)
      throws SyscallException {
    LibC.check(
        "renameat2",
        name,
        LIBC.renameat2(number(), component(name), to.number(), component(newName), flags));
  }

  public String readLink(String name) throws SyscallException {
    byte[] target = new byte[4096];
    int length =
        (int)
            LibC.check(
                "readlinkat",
                name,
                LIBC.readlinkat(number(), component(name), target, target.length));
    return PathBytes.decode(target, 0, length);
  }

  public void setOwner(String name, int uid, int gid) throws SyscallException {
    int flags = FileCalls.AT_SYMLINK_NOFOLLOW;
    LibC.check("fchownat", name, LIBC.fchownat(number(), component(name), uid, gid, flags));
  }

  /** Sets the permissions of a child that is no link. */
  public void setPermissions(String name, int permissions) throws SyscallException {
    try (Descriptor child = open(name, OpenFlags.O_PATH, 0)) {
      setPermissions(child, permissions);
    }
  }

  /** Sets the permissions of an open file; O_PATH is enough. */
  public static void setPermissions(Descriptor file, int permissions) throws SyscallException {
    if (LIBC.fchmod(file.number(), permissions) == 0) {
      return;
    }
    if (LibC.lastError() != Errno.EBADF) {
      throw new SyscallException("fchmod", file, LibC.lastError());
    }
    // What was opened with O_PATH is no good for fchmod, but its name in /proc is.
    byte[] path = PathBytes.encode(file.path().toString());
    LibC.check("fchmodat", file, LIBC.fchmodat(FileCalls.AT_FDCWD, path, permissions, 0));
  }

  /** Sets the owner of an open file; O_PATH is enough. */
  public static void setOwner(Descriptor file, int uid, int gid) throws SyscallException {
    byte[] empty = PathBytes.encode("");
    int flags = FileCalls.AT_EMPTY_PATH;
    LibC.check("fchownat", file, LIBC.fchownat(file.number(), empty, uid, gid, flags));
  }

  /** Sets access and modification time of a child. */
  public void setModified(String name, Instant time) throws SyscallException {
    long[] times = {time.getEpochSecond(), time.getNano(), time.getEpochSecond(), time.getNano()};
    int flags = FileCalls.AT_SYMLINK_NOFOLLOW;
    LibC.check("utimensat", name, LIBC.utimensat(number(), component(name), times, flags));
  }

  /** The names of all children, in no order. */
  public List<String> list() throws SyscallException {
    byte[] buffer = new byte[ENTRIES_BYTES];
    List<String> names = new ArrayList<>();
    try (Descriptor own = open(".", OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY, 0)) {
      long length = entries(own, buffer);
      while (length > 0) {
        collect(buffer, (int) length, names);
        length = entries(own, buffer);
      }
    }
    return names;
  }

  /** Makes everything written to the directory's file system durable. */
  public void syncFileSystem() throws SyscallException {
    LibC.check("syncfs", descriptor, LIBC.syncfs(number()));
  }

  @Override
  public void close() {
    descriptor.close();
  }

  private static long entries(Descriptor directory, byte[] buffer) throws SyscallException {
    return LibC.check(
        "getdents64", directory, LIBC.getdents64(directory.number(), buffer, buffer.length));
  }

  private static void collect(byte[] buffer, int length, List<String> names) {
    ByteBuffer entries = ByteBuffer.wrap(buffer).order(ByteOrder.nativeOrder());
    int start = 0;
    while (start < length) {
      int first = start + NAME_OFFSET;
      int end = first;
      while (buffer[end] != 0) {
        end++;
      }
      String name = PathBytes.decode(buffer, first, end - first);
      if (!name.equals(".") && !name.equals("..")) {
        names.add(name);
      }
      start += Short.toUnsignedInt(entries.getShort(start + RECORD_LENGTH_OFFSET));
    }
  }

  private int number() {
    return descriptor.number();
  }

  private static byte[] component(String name) {
    requireComponent(name);
    return PathBytes.encode(name);
  }

  private static void requireComponent(String name) {
    if (name.isEmpty() || name.indexOf('/') >= 0 || name.equals("..")) {
      throw new IllegalArgumentException("'" + name + "' is not the name of a directory's child");
    }
  }
}
