package io.gantry.engine.linux;

import java.util.EnumSet;
import java.util.Set;

/**
 * Visits a name in a directory with all below it, each directory after its children. It goes from
 * descriptor to descriptor, through no link and into no mount; what is gone when its turn comes is
 * left out.
 */
public final class TreeWalk {
  private static final int MAX_DEPTH = 500;

  /** How the kernel says that a name no longer stands for what it stood for. */
  private static final Set<Errno> CHANGED = EnumSet.of(Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP);

  private TreeWalk() {}

  /** What is done to each name. */
  @FunctionalInterface
  public interface Visit {
    void to(Directory parent, String name) throws SyscallException;
  }

  /**
   * Visits them.
   *
   * @param name the top; {@code .} is the directory itself
   * @throws SyscallException ENAMETOOLONG for a tree deeper than 500 directories
   */
  public static void childrenFirst(Directory parent, String name, Visit visit)
      throws SyscallException {
    walk(parent, name, visit, 0);
  }

  private static void walk(Directory parent, String name, Visit visit, int depth)
      throws SyscallException {
    if (depth > MAX_DEPTH) {
      throw new SyscallException("openat", name, Errno.ENAMETOOLONG);
    }
    if (parent.status(name).isDirectory()) {
      try (Directory directory = parent.directory(name)) {
        for (String child : directory.list()) {
          below(directory, child, visit, depth + 1);
        }
      }
    }
    visit.to(parent, name);
  }

  private static void below(Directory directory, String child, Visit visit, int depth)
      throws SyscallException {
    try {
      if (!directory.status(child).mountPoint()) {
        walk(directory, child, visit, depth);
      }
    } catch (SyscallException e) {
      if (!CHANGED.contains(e.errno())) {
        throw e;
      }
      // It was removed or became something else since the directory was listed.
    }
  }
}
