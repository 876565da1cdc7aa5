package io.gantry.engine.volume;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.linux.SafePath;
import io.gantry.engine.linux.SparseFile;
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
    FileStatus status = from.status(name);
    Inode inode = new Inode(status.fileSystem(), status.inode());
    String first = status.links() > 1 && !status.isDirectory() ? linked.get(inode) : null;
    if (first != null) {
      try (Directory parent = target.parent(first)) {
        to.link(parent, SafePath.name(first), name);
      }
      return;
    }
    switch (status.type()) {
      case DIRECTORY -> directory(from, to, name, path, depth);
      case REGULAR -> file(from, to, name);
      case SYMBOLIC_LINK -> to.symlink(name, from.readLink(name));
      case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE ->
          to.makeNode(name, status.type(), status.permissions(), status.device());
    }
    attributes(from, name, status, to, name);
    to.setModified(name, status.modified());
    if (status.links() > 1) {
      linked.put(inode, path);
    }
  }

  private void directory(Directory from, Directory to, String name, String path, int depth)
      throws IOException {
    to.makeDirectory(name, 0700);
    try (Directory source = from.directory(name);
        Directory made = to.directory(name)) {
      children(source, made, path, depth + 1);
    }
  }

  private static void file(Directory from, Directory to, String name) throws IOException {
    int create = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL;
    try (Descriptor source = from.open(name, OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK, 0);
        Descriptor made = to.open(name, create, 0600)) {
      SparseFile.copy(source, made, from.status(name).size());
    }
  }

  /** The owner goes first: changing it takes set-user-id bits and file capabilities away. */
  private static void attributes(
      Directory from, String name, FileStatus status, Directory to, String newName)
      throws SyscallException {
    to.setOwner(newName, status.uid(), status.gid());
    switch (status.type()) {
      case SYMBOLIC_LINK -> {
        // A link has no mode of its own.
      }
      case DIRECTORY, REGULAR, FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE -> {
        to.setPermissions(newName, status.permissions());
        for (String attribute : Xattrs.list(from, name)) {
          extended(from, name, attribute, to, newName);
        }
      }
    }
  }

  private static void extended(
      Directory from, String name, String attribute, Directory to, String newName)
      throws SyscallException {
    byte[] value = Xattrs.get(from, name, attribute).orElse(new byte[0]);
    try {
      Xattrs.set(to, newName, attribute, value);
    } catch (SyscallException e) {
      // The volume's file system may know fewer kinds of attributes than the image's.
      if (!e.is(Errno.EOPNOTSUPP)) {
        throw e;
      }
    }
  }
}
