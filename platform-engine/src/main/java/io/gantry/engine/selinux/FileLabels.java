package io.gantry.engine.selinux;

import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.TreeWalk;
import io.gantry.engine.linux.Xattrs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Labels of files. Without SELinux, or with an empty label, writing one does nothing (LABELS-3).
 *
 * @param enabled whether the kernel has SELinux
 */
public record FileLabels(boolean enabled) {
  static final String ATTRIBUTE = "security.selinux";

  private static final Path ENFORCE = Path.of("/sys/fs/selinux/enforce");

  /** As this host's kernel is. */
  public static FileLabels ofHost() {
    return new FileLabels(Files.exists(ENFORCE));
  }

  /** Whether a file would get such a label. */
  public boolean writes(String label) {
    return enabled && !label.isEmpty();
  }

  /** What gives all files of a mount this label. */
  public static String mountOption(String label) {
    return "context=\"" + label + "\"";
  }

  /** Labels one name in a directory, a link itself. */
  public void set(Directory parent, String name, String label) throws SyscallException {
    if (writes(label)) {
      byte[] value = (label + '\0').getBytes(StandardCharsets.US_ASCII);
      try {
        Xattrs.set(parent, name, ATTRIBUTE, value);
      } catch (SyscallException e) {
        if (!e.is(Errno.EOPNOTSUPP)) {
          throw e;
        }
        // The label of such a file system is that of its mount.
      }
    }
  }

  /** Labels a directory or file by a path of the engine's own. */
  public void set(Path path, String label) throws SyscallException {
    if (writes(label)) {
      try (Directory parent = Directory.open(path.resolveSibling(""))) {
        set(parent, String.valueOf(path.getFileName()), label);
      }
    }
  }

  /** A name's label; empty if it has none. */
  public String get(Directory parent, String name) throws SyscallException {
    String label =
        Xattrs.get(parent, name, ATTRIBUTE)
            .map(value -> new String(value, StandardCharsets.US_ASCII))
            .orElse("");
    return label.endsWith("\0") ? label.substring(0, label.length() - 1) : label;
  }

  /** Labels a name with all below it, the top last: a top with the label is a tree with it. */
  public void setTree(Directory parent, String name, String label) throws SyscallException {
    if (writes(label)) {
      TreeWalk.childrenFirst(parent, name, (directory, child) -> set(directory, child, label));
    }
  }
}
