package io.gantry.engine.linux;

import java.nio.file.Path;

/** Files of state: written beside, made durable, renamed into place, the directory synced. */
public final class AtomicFile {
  private AtomicFile() {}

  /**
   * Puts a file in place, whole or not at all; it is durable on return. Two writers of one file
   * must exclude each other.
   */
  public static void write(Path path, byte[] content, int permissions) throws SyscallException {
    try (Directory directory = Directory.open(parent(path))) {
      write(directory, name(path), content, permissions);
    }
  }

  /** As {@link #write(Path, byte[], int)}, in an open directory. */
  public static void write(Directory directory, String name, byte[] content, int permissions)
      throws SyscallException {
    String temporary = "." + name + ".new";
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL;
    discard(directory, temporary);
    try (Descriptor file = directory.open(temporary, flags, 0600)) {
      file.write(content);
      Directory.setPermissions(file, permissions);
      file.sync();
    }
    directory.rename(temporary, directory, name);
    directory.descriptor().sync();
  }

  private static void discard(Directory directory, String temporary) throws SyscallException {
    if (directory.contains(temporary)) {
      directory.unlink(temporary);
    }
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(path + " has no directory");
    }
    return parent;
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    if (name == null) {
      throw new IllegalArgumentException(path + " has no name");
    }
    return name.toString();
  }
}
