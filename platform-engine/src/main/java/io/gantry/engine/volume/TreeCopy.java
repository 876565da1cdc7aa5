package io.gantry.engine.volume;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Child;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.FileType;
import io.gantry.engine.linux.SafePath;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.Xattrs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Copies what a directory holds into another: types, modes, owners, times, links, hard links,
 * attributes, devices and holes (VOLUME-11). Works name by name in open directories and follows no
 * link on either side. One copy at a time.
 */
final class TreeCopy {
  private static final int DEEPEST = 1024;

  private final SafePath target;
  private final Map<Inode, String> linked = new HashMap<>();

  private TreeCopy(SafePath target) {
    this.target = target;
  }

  /** A file, whatever its names. */
  private record Inode(Object fileSystem, long number) {}

  /** Copies the children of one directory into the other, and the directory's own attributes. */
  static void copy(Directory from, Path to) throws IOException {
    try (SafePath target = SafePath.root(to);
        Directory top = target.directory("")) {
      new TreeCopy(target).children(from, top, "", 0);
      attributes(from, ".", from.status(), top, ".");
      top.setModified(".", from.status().modified());
    }
  }

  private void children(Directory from, Directory to, String path, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw GantryException.of(
          ErrorCode.IMAGE_INVALID,
          "the image's directories are nested deeper than %d".formatted(DEEPEST));
    }
    for (String name : from.list()) {
      child(from, to, name, path + "/" + name, depth);
    }
  }

  private void child(Directory from, Directory to, String name, String path, int depth)
      throws IOException {
    try (Child child = Child.of(from, name)) {
      FileStatus status = child.status();
      Inode inode = new Inode(status.fileSystem(), status.inode());
      String first = status.links() > 1 && !status.isDirectory() ? linked.get(inode) : null;
      if (first != null) {
        try (Directory parent = target.parent(first)) {
          to.link(parent, SafePath.name(first), name);
        }
        return;
      }
      switch (status.type()) {
        case REGULAR -> FileCopy.copy(child, to, name);
        case DIRECTORY -> directory(child, to, name, path, depth);
        case SYMBOLIC_LINK, FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE ->
            other(from, to, name, status);
      }
      if (status.links() > 1) {
        linked.put(inode, path);
      }
    }
  }

  private void directory(Child child, Directory to, String name, String path, int depth)
      throws IOException {
    to.makeDirectory(name, 0700);
    try (Directory source = child.openDirectory();
        Directory made = to.directory(name)) {
      children(source, made, path, depth + 1);
      attributes(source, ".", child.status(), made, ".");
    }
    to.setModified(name, child.status().modified());
  }

  private static void other(Directory from, Directory to, String name, FileStatus status)
      throws SyscallException {
    if (status.type() == FileType.SYMBOLIC_LINK) {
      to.symlink(name, from.readLink(name));
    } else {
      to.makeNode(name, status.type(), status.permissions(), status.device());
    }
    attributes(from, name, status, to, name);
    to.setModified(name, status.modified());
  }

  /** The owner goes first: changing it takes set-user-id bits and file capabilities away. */
  private static void attributes(
      Directory from, String name, FileStatus status, Directory to, String newName)
      throws SyscallException {
    to.setOwner(newName, status.uid(), status.gid());
    if (status.type() == FileType.SYMBOLIC_LINK) {
      return; // it has no mode of its own
    }
    to.setPermissions(newName, status.permissions());
    for (String attribute : Xattrs.list(from, name)) {
      byte[] value = Xattrs.get(from, name, attribute).orElse(new byte[0]);
      FileCopy.set(() -> Xattrs.set(to, newName, attribute, value));
    }
  }
}
