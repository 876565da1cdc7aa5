package io.gantry.engine.storage;

import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.SyscallException;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks from directory to directory of a tree by open descriptors, component by component and
 * through no link. Neighbours in an archive lie close together, so most moves are short.
 */
final class TreeCursor implements AutoCloseable {
  private final Directory root;
  private final List<String> path = new ArrayList<>();
  private final List<Directory> open = new ArrayList<>();

  /** The root stays the caller's. */
  TreeCursor(Directory root) {
    this.root = root;
  }

  /** Goes to a directory that exists; valid until the next move. */
  Directory enter(List<String> target) throws SyscallException {
    return move(target, false);
  }

  /** Goes to a directory, making what is missing of it as 0755 and root's. */
  Directory make(List<String> target) throws SyscallException {
    return move(target, true);
  }

  private Directory move(List<String> target, boolean make) throws SyscallException {
    leaveTo(common(target));
    for (String name : target.subList(path.size(), target.size())) {
      Directory current = current();
      if (make) {
        makeIfMissing(current, name);
      }
      open.add(current.directory(name));
      path.add(name);
    }
    return current();
  }

  private static void makeIfMissing(Directory parent, String name) throws SyscallException {
    try {
      parent.makeDirectory(name, 0755);
    } catch (SyscallException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
  }

  private int common(List<String> target) {
    int length = 0;
    while (length < path.size()
        && length < target.size()
        && path.get(length).equals(target.get(length))) {
      length++;
    }
    return length;
  }

  private void leaveTo(int depth) {
    while (open.size() > depth) {
      open.removeLast().close();
      path.removeLast();
    }
  }

  private Directory current() {
    return open.isEmpty() ? root : open.getLast();
  }

  @Override
  public void close() {
    leaveTo(0);
  }
}
