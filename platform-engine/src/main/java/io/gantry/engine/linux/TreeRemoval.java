package io.gantry.engine.linux;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Removes a directory with all that is in it. Links are removed, never followed. Directories found
 * on the way are moved up to the top before they are emptied, so depth costs neither stack nor
 * descriptors, however deep a container has dug. Safe to repeat after a crash.
 */
public final class TreeRemoval {
  private final Directory top;
  private final Deque<String> waiting = new ArrayDeque<>();
  private long moved;

  private TreeRemoval(Directory top) {
    this.top = top;
  }

  /**
   * Removes a child of the directory, whatever it is; a missing one is fine.
   *
   * @throws SyscallException EBUSY if something is mounted inside
   */
  public static void remove(Directory parent, String name) throws SyscallException {
    if (!parent.contains(name)) {
      return;
    }
    if (!parent.status(name).isDirectory()) {
      parent.unlink(name);
      return;
    }
    try (Directory top = parent.directory(name)) {
      new TreeRemoval(top).empty();
    }
    parent.removeDirectory(name);
  }

  private void empty() throws SyscallException {
    empty(top);
    while (!waiting.isEmpty()) {
      String name = waiting.removeLast();
      try (Directory directory = top.directory(name)) {
        empty(directory);
      }
      top.removeDirectory(name);
    }
  }

  private void empty(Directory directory) throws SyscallException {
    for (String name : directory.list()) {
      if (!removed(directory, name)) {
        moveUp(directory, name);
      }
    }
  }

  private static boolean removed(Directory directory, String name) throws SyscallException {
    try {
      directory.unlink(name);
      return true;
    } catch (SyscallException e) {
      if (!e.is(Errno.EISDIR)) {
        throw e;
      }
    }
    try {
      directory.removeDirectory(name);
      return true;
    } catch (SyscallException e) {
      if (!e.is(Errno.ENOTEMPTY)) {
        throw e;
      }
      return false;
    }
  }

  private void moveUp(Directory directory, String name) throws SyscallException {
    if (directory == top) {
      waiting.addLast(name);
      return;
    }
    while (true) {
      String free = ".removed-" + moved++;
      try {
        directory.renameNew(name, top, free);
        waiting.addLast(free);
        return;
      } catch (SyscallException e) {
        if (!e.is(Errno.EEXIST)) {
          throw e;
        }
      }
    }
  }
}
