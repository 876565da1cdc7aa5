package io.gantry.engine.linux;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Extended attributes of open files and of children of open directories; links are not followed.
 */
public final class Xattrs {
  private static final FileCalls LIBC = LibC.bind(FileCalls.class);
  private static final int USUAL = 256;
  private static final int MAXIMUM = 64 * 1024;

  /** A call that fills a buffer and returns how much of it, or -1. */
  @FunctionalInterface
  private interface Fill {
    long into(byte[] buffer);
  }

  private Xattrs() {}

  public static void set(Directory directory, String name, String attribute, byte[] value)
      throws SyscallException {
    byte[] path = path(directory, name);
    LibC.check(
        "lsetxattr",
        name + " " + attribute,
        LIBC.lsetxattr(path, PathBytes.encode(attribute), value, value.length, 0));
  }

  /** Sets an attribute of an open file; O_PATH is enough. */
  public static void set(Descriptor file, String attribute, byte[] value) throws SyscallException {
    byte[] path = PathBytes.encode(file.path().toString());
    LibC.check(
        "setxattr",
        attribute,
        LIBC.setxattr(path, PathBytes.encode(attribute), value, value.length, 0));
  }

  /** The attribute's value, empty if the file has none of that name. */
  public static Optional<byte[]> get(Directory directory, String name, String attribute)
      throws SyscallException {
    byte[] path = path(directory, name);
    byte[] key = PathBytes.encode(attribute);
    return value(
        "lgetxattr",
        name + " " + attribute,
        buffer -> LIBC.lgetxattr(path, key, buffer, buffer.length));
  }

  /** The value of an attribute of an open file, empty if it has none of that name. */
  public static Optional<byte[]> get(Descriptor file, String attribute) throws SyscallException {
    byte[] key = PathBytes.encode(attribute);
    return value(
        "fgetxattr",
        attribute,
        buffer -> LIBC.fgetxattr(file.number(), key, buffer, buffer.length));
  }

  private static Optional<byte[]> value(String call, String object, Fill fill)
      throws SyscallException {
    try {
      return Optional.of(read(call, object, fill));
    } catch (SyscallException e) {
      if (e.is(Errno.ENODATA) || e.is(Errno.EOPNOTSUPP)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The names of all attributes. */
  public static List<String> list(Directory directory, String name) throws SyscallException {
    byte[] path = path(directory, name);
    return names("llistxattr", name, buffer -> LIBC.llistxattr(path, buffer, buffer.length));
  }

  /** The names of all attributes of an open file. */
  public static List<String> list(Descriptor file) throws SyscallException {
    return names(
        "flistxattr", file, buffer -> LIBC.flistxattr(file.number(), buffer, buffer.length));
  }

  private static List<String> names(String call, Object object, Fill fill) throws SyscallException {
    byte[] buffer = read(call, object, fill);
    List<String> names = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < buffer.length; i++) {
      if (buffer[i] == 0) {
        names.add(PathBytes.decode(buffer, start, i - start));
        start = i + 1;
      }
    }
    return names;
  }

  /** Most files have few attributes or none, so the largest buffer is the second choice. */
  private static byte[] read(String call, Object object, Fill fill) throws SyscallException {
    byte[] buffer = new byte[USUAL];
    long length = fill.into(buffer);
    if (length == -1 && LibC.lastError() == Errno.ERANGE) {
      buffer = new byte[MAXIMUM];
      length = fill.into(buffer);
    }
    return Arrays.copyOf(buffer, (int) LibC.check(call, object, length));
  }

  /** The directory by its descriptor, so that only the last component is a name. */
  private static byte[] path(Directory directory, String name) {
    if (name.indexOf('/') >= 0 || name.equals("..")) {
      throw new IllegalArgumentException("'" + name + "' is not the name of a directory's child");
    }
    return PathBytes.encode(directory.descriptor().path() + "/" + name);
  }
}
