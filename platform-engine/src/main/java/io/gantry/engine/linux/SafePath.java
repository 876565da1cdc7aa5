package io.gantry.engine.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Paths inside a root that somebody else fills: an image, a container, a volume. The kernel
 * resolves each one in the root (MOUNT-14), links and {@code ..} included, and the work is done on
 * the descriptor, so nothing that is swapped meanwhile leads outside. Safe for several threads.
 */
public final class SafePath implements AutoCloseable {
  private static final FileCalls LIBC = LibC.bind(FileCalls.class);
  private static final long SYS_OPENAT2 = 437;
  private static final long RESOLVE_NO_MAGICLINKS = 0x02;
  private static final long RESOLVE_IN_ROOT = 0x10;
  private static final int HOW_LENGTH = 24;
  private static final int CONCURRENT_RENAMES = 1000;
  private static final int DIRECTORY = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY;

  private final Descriptor root;

  private SafePath(Descriptor root) {
    this.root = root;
  }

  /** Opens a root by a path this process trusts; links in that path are followed. */
  public static SafePath root(Path directory) throws SyscallException {
    return new SafePath(Descriptor.open(directory, DIRECTORY, 0));
  }

  /**
   * Opens a path in the root. O_CLOEXEC is added; with O_PATH nothing but the place is opened.
   * Without it a FIFO blocks and a device acts: prefer {@link #openRegularFile}.
   *
   * @param path absolute or relative, both begin at the root
   * @param mode permissions if O_CREAT makes the file; 0 otherwise
   */
  public Descriptor open(String path, int flags, int mode) throws SyscallException {
    byte[] name = PathBytes.encode(path.isEmpty() ? "." : path);
    byte[] how = how(flags | OpenFlags.O_CLOEXEC, mode);
    for (int attempt = 1; ; attempt++) {
      try {
        return new Descriptor(
            (int)
                LibC.retry(
                    "openat2",
                    path,
                    () -> LIBC.syscall(SYS_OPENAT2, root.number(), name, how, HOW_LENGTH)));
      } catch (SyscallException e) {
        // Somebody renamed while the kernel walked a "..": it cannot tell and asks for another try.
        if (!e.is(Errno.EAGAIN) || attempt == CONCURRENT_RENAMES) {
          throw e;
        }
      }
    }
  }

  /** Opens a directory for the calls on names in it. */
  public Directory directory(String path) throws SyscallException {
    return new Directory(open(path, DIRECTORY, 0));
  }

  /** The directory that holds the path's last component, links in its own path followed. */
  public Directory parent(String path) throws SyscallException {
    List<String> components = components(path);
    return directory(String.join("/", components.subList(0, Math.max(components.size() - 1, 0))));
  }

  /**
   * The last component of a path, with {@code .} and {@code ..} taken away; {@code .} for the root.
   */
  public static String name(String path) {
    List<String> components = components(path);
    return components.isEmpty() ? "." : components.getLast();
  }

  /** Status of what the path leads to. */
  public FileStatus status(String path) throws SyscallException {
    try (Descriptor place = open(path, OpenFlags.O_PATH, 0)) {
      return Directory.status(place);
    }
  }

  /** Whether the path leads to something; a dangling link does not. */
  public boolean exists(String path) throws SyscallException {
    try (Descriptor place = open(path, OpenFlags.O_PATH, 0)) {
      return place.number() >= 0;
    } catch (SyscallException e) {
      if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Opens a regular file for reading. Anything else is refused before it is really opened: a FIFO
   * or a device never gets the chance to block or to act.
   */
  public Descriptor openRegularFile(String path) throws SyscallException {
    try (Child file = Child.of(open(path, OpenFlags.O_PATH, 0), path)) {
      return file.openRegularFile();
    }
  }

  /**
   * Reads a regular file whole.
   *
   * @throws SyscallException EFBIG if it is longer than the bound, EINVAL if it is no regular file
   */
  public byte[] readRegularFile(String path, int maxBytes) throws SyscallException {
    try (Descriptor file = openRegularFile(path)) {
      return RegularFile.read(file, path, maxBytes);
    }
  }

  /**
   * Makes a directory and what is missing of its parents. What exists stays as it is, links to
   * directories in the root included; a link that leads nowhere is an error.
   *
   * @return whether the last directory was made
   */
  public boolean makeDirectories(String path, int permissions, int uid, int gid)
      throws SyscallException {
    boolean made = false;
    Directory current = directory("");
    try {
      StringBuilder prefix = new StringBuilder();
      for (String component : components(path)) {
        prefix.append('/').append(component);
        made = makeIfMissing(prefix.toString(), current, component, permissions, uid, gid);
        Directory next = directory(prefix.toString());
        current.close();
        current = next;
      }
    } finally {
      current.close();
    }
    return made;
  }

  private boolean makeIfMissing(
      String path, Directory parent, String name, int permissions, int uid, int gid)
      throws SyscallException {
    if (exists(path)) {
      return false;
    }
    try {
      parent.makeDirectory(name, permissions);
    } catch (SyscallException e) {
      if (e.is(Errno.EEXIST)) {
        return false;
      }
      throw e;
    }
    try (Descriptor made = parent.open(name, DIRECTORY, 0)) {
      Directory.setOwner(made, uid, gid);
      Directory.setPermissions(made, permissions);
    }
    return true;
  }

  /**
   * Makes a symbolic link owned by the given ids unless the name is taken.
   *
   * @return whether it was made
   */
  public boolean symlink(String path, String target, int uid, int gid) throws SyscallException {
    String name = name(path);
    try (Directory parent = parent(path)) {
      parent.symlink(name, target);
      parent.setOwner(name, uid, gid);
      return true;
    } catch (SyscallException e) {
      if (e.is(Errno.EEXIST)) {
        return false;
      }
      throw e;
    }
  }

  /** Names in a directory, in no order. */
  public List<String> list(String path) throws SyscallException {
    try (Directory directory = directory(path)) {
      return directory.list();
    }
  }

  /** The root's own descriptor; it stays this object's. */
  public Descriptor descriptor() {
    return root;
  }

  @Override
  public void close() {
    root.close();
  }

  private static byte[] how(int flags, int mode) {
    return ByteBuffer.allocate(HOW_LENGTH)
        .order(ByteOrder.nativeOrder())
        .putLong(Integer.toUnsignedLong(flags))
        .putLong(mode)
        .putLong(RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS)
        .array();
  }

  /** The path's components with {@code .} dropped and {@code ..} taking away the one before. */
  private static List<String> components(String path) {
    Deque<String> components = new ArrayDeque<>();
    for (String component : path.split("/", -1)) {
      if (component.equals("..")) {
        components.pollLast();
      } else if (!component.isEmpty() && !component.equals(".")) {
        components.addLast(component);
      }
    }
    return new ArrayList<>(components);
  }
}
