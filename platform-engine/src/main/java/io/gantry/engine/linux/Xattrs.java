package io.gantry.engine.linux;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Extended attributes of a child of an open directory; links are not followed. */
public final class Xattrs {
  private static final FileCalls LIBC = LibC.bind(FileCalls.class);
  private static final int MAXIMUM = 64 * 1024;

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
    byte[] value = new byte[MAXIMUM];
    try {
      long length =
          LibC.check(
              "lgetxattr",
              name + " " + attribute,
              LIBC.lgetxattr(
                  path(directory, name), PathBytes.encode(attribute), value, value.length));
      return Optional.of(Arrays.copyOf(value, (int) length));
    } catch (SyscallException e) {
      if (e.is(Errno.ENODATA) || e.is(Errno.EOPNOTSUPP)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The names of all attributes. */
  public static List<String> list(Directory directory, String name) throws SyscallException {
    byte[] buffer = new byte[MAXIMUM];
    int length =
        (int)
            LibC.check(
                "llistxattr", name, LIBC.llistxattr(path(directory, name), buffer, buffer.length));
    List<String> names = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (buffer[i] == 0) {
        names.add(PathBytes.decode(buffer, start, i - start));
        start = i + 1;
      }
    }
    return names;
  }

  /** The directory by its descriptor, so that only the last component is a name. */
  private static byte[] path(Directory directory, String name) {
    if (name.indexOf('/') >= 0 || name.equals("..")) {
      throw new IllegalArgumentException("'" + name + "' is not the name of a directory's child");
    }
    return PathBytes.encode(directory.descriptor().path() + "/" + name);
  }
}
