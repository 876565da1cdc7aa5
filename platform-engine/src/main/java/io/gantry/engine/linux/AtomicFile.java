package io.gantry.engine.linux;

import java.nio.file.Path;

/** Files that others read at any time: written beside and renamed into place. */
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
    try (Descriptor file = beside(directory, name, content, permissions)) {
      file.sync();
    }
    putInPlace(directory, name);
    directory.descriptor().sync();
  }

  /**
   * Puts a file in place, whole or not at all while the host is up; for what is written anew before
   * it is needed again, so that it need not outlive a power cut.
   */
  public static void writeForNow(Path path, byte[] content, int permissions)
      throws SyscallException {
    try (Directory directory = Directory.open(parent(path))) {
      beside(directory, name(path), content, permissions).close();
      putInPlace(directory, name(path));
    }
  }

  private static Descriptor beside(
      Directory directory, String name, byte[] content, int permissions) throws SyscallException {
    String temporary = temporary(name);
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL;
    discard(directory, temporary);
    Descriptor file = directory.open(temporary, flags, 0600);
    try {
      file.write(content);
      Directory.setPermissions(file, permissions);
      return file;
    } catch (SyscallException e) {
      file.close();
      throw e;
    }
  }

  private static void putInPlace(Directory directory, String name) throws SyscallException {
    directory.rename(temporary(name), directory, name);
  }

  private static String temporary(String name) {
    return "." + name + ".new";
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
