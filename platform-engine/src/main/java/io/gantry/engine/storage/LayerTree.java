package io.gantry.engine.storage;

import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.DeviceNumber;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.FileType;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.Xattrs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tree a layer is unpacked into, in the form overlay wants: what an archive marks as deleted
 * becomes a 0:0 device, what it marks as replaced an opaque directory. Works by descriptors only
 * and follows no link, whatever the order of entries.
 */
final class LayerTree implements AutoCloseable {
  private static final String OPAQUE = "trusted.overlay.opaque";
  private static final byte[] YES = {'y'};
  private static final int NEW_FILE = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL;

  private final Directory root;
  private final TreeCursor cursor;
  private final TreeCursor linked;
  private final Replaced replaced;
  private final List<DirectoryTime> times = new ArrayList<>();

  /** Directories get their times last, since every child changes them. */
  private record DirectoryTime(EntryName name, Instant modified) {}

  /** Both directories stay the caller's. */
  LayerTree(Directory root, Replaced replaced) {
    this.root = root;
    this.replaced = replaced;
    this.cursor = new TreeCursor(root);
    this.linked = new TreeCursor(root);
  }

  void directory(EntryName name, Ownership ownership) throws SyscallException {
    if (name.isRoot()) {
      ownership.applyTo(root.descriptor());
    } else {
      Directory parent = cursor.make(name.parent());
      makeDirectory(parent, name);
      try (Directory made = parent.directory(name.last())) {
        ownership.applyTo(made.descriptor());
      }
    }
    times.add(new DirectoryTime(name, ownership.modified()));
  }

  private void makeDirectory(Directory parent, EntryName name) throws SyscallException {
    if (!parent.contains(name.last())) {
      parent.makeDirectory(name.last(), 0700);
      return;
    }
    FileStatus existing = parent.status(name.last());
    if (existing.isDirectory()) {
      return;
    }
    replaced.giveWay(parent, name, existing);
    parent.makeDirectory(name.last(), 0700);
    if (existing.isWhiteout()) {
      makeOpaque(parent, name.last());
    }
  }

  /** Makes an empty regular file and leaves it open for its content. */
  Descriptor file(EntryName name) throws SyscallException {
    requireNotRoot(name);
    try {
      return cursor.make(name.parent()).open(name.last(), NEW_FILE, 0600);
    } catch (SyscallException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
      return freePlace(name).open(name.last(), NEW_FILE, 0600);
    }
  }

  void symlink(EntryName name, String target, Ownership ownership) throws SyscallException {
    Directory parent = freePlace(name);
    parent.symlink(name.last(), target);
    ownership.applyToLink(parent, name.last());
  }

  void link(EntryName name, EntryName target) throws SyscallException {
    if (target.isRoot() || target.equals(name)) {
      throw InvalidArchive.because("'" + name + "' is a hard link to '" + target + "'");
    }
    Directory from = linked.enter(target.parent());
    if (from.status(target.last()).isDirectory()) {
      throw InvalidArchive.because("'" + name + "' is a hard link to a directory");
    }
    freePlace(name).link(from, target.last(), name.last());
    replaced.isHardLink(name);
  }

  void node(EntryName name, FileType type, DeviceNumber device, Ownership ownership)
      throws SyscallException {
    Directory parent = freePlace(name);
    parent.makeNode(name.last(), type, 0600, device);
    try (Descriptor made = parent.open(name.last(), OpenFlags.O_PATH, 0)) {
      ownership.applyTo(made);
    }
  }

  /** Hides what lower layers have by this name; what this layer has itself stays. */
  void whiteout(EntryName name) throws SyscallException {
    Directory parent = cursor.make(name.parent());
    try {
      parent.makeNode(name.last(), FileType.CHARACTER_DEVICE, 0600, DeviceNumber.NONE);
    } catch (SyscallException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
      if (parent.status(name.last()).isDirectory()) {
        makeOpaque(parent, name.last());
      }
    }
  }

  /** Hides all that lower layers have in this directory. */
  void opaque(EntryName name) throws SyscallException {
    Directory directory = cursor.make(name.components());
    Xattrs.set(directory, ".", OPAQUE, YES);
  }

  /** Gives directories the times the archive says. */
  void finish() throws SyscallException {
    for (DirectoryTime time : times) {
      cursor.enter(time.name().components()).setModified(".", time.modified());
    }
  }

  private Directory freePlace(EntryName name) throws SyscallException {
    requireNotRoot(name);
    Directory parent = cursor.make(name.parent());
    if (parent.contains(name.last())) {
      replaced.giveWay(parent, name, parent.status(name.last()));
    }
    return parent;
  }

  private static void requireNotRoot(EntryName name) {
    if (name.isRoot()) {
      throw InvalidArchive.because("its root is no directory");
    }
  }

  /** Whether a directory hides all that lower layers have in it. */
  static boolean isOpaque(Directory parent, String name) throws SyscallException {
    return Xattrs.get(parent, name, OPAQUE).filter(value -> Arrays.equals(value, YES)).isPresent();
  }

  private static void makeOpaque(Directory parent, String name) throws SyscallException {
    Xattrs.set(parent, name, OPAQUE, YES);
  }

  @Override
  public void close() {
    cursor.close();
    linked.close();
  }
}
