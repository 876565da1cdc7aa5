package io.gantry.engine.volume.origin;

import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.FileType;
import io.gantry.engine.linux.SyscallException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a volume holds with what would fill it, name by name in open directories and
 * through no link. The volume may change meanwhile.
 */
final class TreeComparison {
  private static final int MAX_DEPTH = 500;

  final Tally copied = new Tally();
  final Tally lost = new Tally();
  final Tally kept = new Tally();

  /** Counts; not thread-safe. */
  static final class Tally {
    private final List<String> paths = new ArrayList<>();
    private long entries;
    private long bytes;

    private void add(String path, FileStatus status) {
      entries++;
      bytes += status.isRegularFile() ? status.size() : 0;
      if (paths.size() < Extent.SHOWN) {
        paths.add(path);
      }
    }

    Extent extent() {
      return new Extent(entries, bytes, paths);
    }
  }

  /** A directory on both sides; what is absent has nothing in it. */
  private record Pair(@Nullable Directory source, @Nullable Directory volume)
      implements AutoCloseable {

    SortedSet<String> names() throws SyscallException {
      SortedSet<String> names = new TreeSet<>();
      if (source != null) {
        names.addAll(source.list());
      }
      if (volume != null) {
        names.addAll(volume.list());
      }
      return names;
    }

    Pair child(String name) throws SyscallException {
      Directory below = open(source, name);
      return new Pair(below, open(volume, name));
    }

    private static @Nullable Directory open(@Nullable Directory parent, String name)
        throws SyscallException {
      FileStatus status = status(parent, name);
      boolean entered = status != null && status.isDirectory() && !status.mountPoint();
      return parent != null && entered ? parent.directory(name) : null;
    }

    @Override
    public void close() {
      if (source != null) {
        source.close();
      }
      if (volume != null) {
        volume.close();
      }
    }
  }

  /** Compares two directories, which stay open. */
  void compare(Directory source, Directory volume) throws SyscallException {
    compare(new Pair(source, volume), "", 0);
  }

  private void compare(Pair pair, String prefix, int depth) throws SyscallException {
    if (depth > MAX_DEPTH) {
      throw new SyscallException("openat", prefix, Errno.ENAMETOOLONG);
    }
    for (String name : pair.names()) {
      try {
        count(pair, name, prefix + name);
        try (Pair below = pair.child(name)) {
          compare(below, prefix + name + "/", depth + 1);
        }
      } catch (SyscallException e) {
        if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR) && !e.is(Errno.ELOOP)) {
          throw e;
        }
        // It was removed or became something else since the directory was listed.
      }
    }
  }

  private void count(Pair pair, String name, String path) throws SyscallException {
    FileStatus from = status(pair.source(), name);
    FileStatus to = status(pair.volume(), name);
    if (from != null) {
      copied.add(path, from);
    }
    if (to != null) {
      boolean same = from != null && alike(from, to) && target(pair, name, to);
      (same ? kept : lost).add(path, to);
    }
  }

  private static @Nullable FileStatus status(@Nullable Directory parent, String name)
      throws SyscallException {
    return parent != null && parent.contains(name) ? parent.status(name) : null;
  }

  /** A directory's length and time are those of its names, which are compared themselves. */
  private static boolean alike(FileStatus from, FileStatus to) {
    return from.type() == to.type()
        && from.permissions() == to.permissions()
        && from.device().equals(to.device())
        && (from.isDirectory()
            || (from.size() == to.size() && from.modified().equals(to.modified())));
  }

  private static boolean target(Pair pair, String name, FileStatus status) throws SyscallException {
    Directory source = pair.source();
    Directory volume = pair.volume();
    return status.type() != FileType.SYMBOLIC_LINK
        || source == null
        || volume == null
        || source.readLink(name).equals(volume.readLink(name));
  }
}
