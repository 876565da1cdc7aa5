package io.gantry.engine.storage;

import io.gantry.engine.linux.Child;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.SyscallException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tree that may change meanwhile as a tar. It goes from descriptor to descriptor and never
 * through a link or into another mount; what is gone when its turn comes is left out.
 */
public final class TreeArchive {
  private static final int MAX_DEPTH = 500;
  private static final int BUFFER = 64 * 1024;

  /** What is written at once, and what the archive's length is a multiple of: that of tar. */
  private static final int BLOCK = 10 * 1024;

  /** How the kernel says that a name no longer stands for what it stood for. */
  private static final Set<Errno> CHANGED =
      EnumSet.of(Errno.ENOENT, Errno.ENOTDIR, Errno.EISDIR, Errno.ELOOP, Errno.EINVAL);

  private final TarArchiveOutputStream tar;
  private final @Nullable Deletions deletions;
  private final Map<Long, String> linked = new HashMap<>();

  /** The stream stays the caller's. */
  public TreeArchive(OutputStream out) {
    this(out, null);
  }

  /** What an upper directory of an overlay says of those below it. */
  interface Deletions {
    /** Something is not there any more. */
    void gone(TreeArchive archive, String path) throws IOException;

    /** A directory replaces one below; it is in the archive itself. */
    void replaced(TreeArchive archive, String directory) throws IOException;
  }

  /** The same for the upper directory of an overlay, of which only what is there is written. */
  TreeArchive(OutputStream out, @Nullable Deletions deletions) {
    this.deletions = deletions;
    tar = new TarArchiveOutputStream(out, BLOCK, StandardCharsets.UTF_8.name());
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
  }

  /** Writes all below a directory and its own attributes. */
  public void write(Directory root) throws IOException {
    write(root, name -> true);
  }

  /** Writes those of the directory's children. */
  void write(Directory root, Predicate<String> wanted) throws IOException {
    put(entry("./", TarConstants.LF_DIR, root.status()));
    children(root, root.list().stream().filter(wanted).toList(), "", 0);
    tar.finish();
    tar.flush();
  }

  private void children(Directory directory, List<String> names, String prefix, int depth)
      throws IOException {
    if (depth > MAX_DEPTH) {
      throw new SyscallException("openat", prefix, Errno.ENAMETOOLONG);
    }
    for (String name : names.stream().sorted().toList()) {
      try {
        child(directory, name, prefix + name, depth);
      } catch (SyscallException e) {
        if (!CHANGED.contains(e.errno())) {
          throw e;
        }
        // It was removed or became something else since the directory was listed.
      }
    }
  }

  private void child(Directory parent, String name, String path, int depth) throws IOException {
    try (Child child = Child.of(parent, name)) {
      FileStatus status = child.status();
      switch (status.type()) {
        case DIRECTORY -> directory(parent, name, child, path, depth);
        case REGULAR -> file(child, path);
        case SYMBOLIC_LINK -> {
          TarArchiveEntry entry = entry(path, TarConstants.LF_SYMLINK, status);
          entry.setLinkName(parent.readLink(name));
          put(entry);
        }
        case CHARACTER_DEVICE -> {
          if (deletions != null && status.isWhiteout()) {
            deletions.gone(this, path);
          } else {
            device(path, TarConstants.LF_CHR, status);
          }
        }
        case BLOCK_DEVICE -> device(path, TarConstants.LF_BLK, status);
        case FIFO -> put(entry(path, TarConstants.LF_FIFO, status));
        case SOCKET -> {
          // A socket means nothing without the process that listens.
        }
      }
    }
  }

  private void directory(Directory parent, String name, Child child, String path, int depth)
      throws IOException {
    try (Directory directory = child.openDirectory()) {
      FileStatus status = child.status();
      TarArchiveEntry entry = entry(path + "/", TarConstants.LF_DIR, status);
      attributes(PaxAttributes.read(directory.descriptor()), entry);
      put(entry);
      if (deletions != null && LayerTree.isOpaque(parent, name)) {
        deletions.replaced(this, path);
      }
      if (!status.mountPoint()) {
        children(directory, directory.list(), path + "/", depth + 1);
      }
    }
  }

  private void device(String path, byte kind, FileStatus status) throws IOException {
    TarArchiveEntry entry = entry(path, kind, status);
    entry.setDevMajor(status.device().major());
    entry.setDevMinor(status.device().minor());
    put(entry);
  }

  private void file(Child child, String path) throws IOException {
    try (Descriptor file = child.openRegularFile()) {
      FileStatus status = child.status();
      String first = firstName(path, status);
      if (first != null) {
        TarArchiveEntry link = entry(path, TarConstants.LF_LINK, status);
        link.setLinkName(first);
        put(link);
        return;
      }
      TarArchiveEntry entry = entry(path, TarConstants.LF_NORMAL, status);
      entry.setSize(status.size());
      attributes(PaxAttributes.read(file), entry);
      tar.putArchiveEntry(entry);
      copy(file, status.size());
      tar.closeArchiveEntry();
    }
  }

  private @Nullable String firstName(String path, FileStatus status) {
    return status.links() > 1 ? linked.putIfAbsent(status.inode(), path) : null;
  }

  /** Writes as much as was said: a file that shrinks is filled up, one that grows is cut. */
  private void copy(Descriptor file, long size) throws IOException {
    byte[] buffer = new byte[(int) Math.min(size, BUFFER)];
    long left = size;
    while (left > 0) {
      int read = file.read(buffer);
      int wanted = (int) Math.min(left, read > 0 ? read : buffer.length);
      Arrays.fill(buffer, read, buffer.length, (byte) 0);
      tar.write(buffer, 0, wanted);
      left -= wanted;
    }
  }

  /**
   * Writes the header that says them. It says the time too, which would else get a second header,
   * and has a whole second as its own time: a header of its own would be taken for the entry's.
   */
  private void attributes(List<byte[]> attributes, TarArchiveEntry entry) throws IOException {
    if (attributes.isEmpty()) {
      return;
    }
    Instant modified = entry.getLastModifiedTime().toInstant();
    List<byte[]> records = new ArrayList<>(attributes);
    records.add(PaxAttributes.modified(modified));
    entry.setLastModifiedTime(FileTime.from(modified.truncatedTo(ChronoUnit.SECONDS)));
    TarArchiveEntry header =
        new TarArchiveEntry("PaxHeaders/attributes", TarConstants.LF_PAX_EXTENDED_HEADER_LC);
    header.setLastModifiedTime(FileTime.from(Instant.EPOCH));
    header.setSize(records.stream().mapToInt(record -> record.length).sum());
    tar.putArchiveEntry(header);
    for (byte[] record : records) {
      tar.write(record);
    }
    tar.closeArchiveEntry();
  }

  /** Writes an empty file that means something by its name. */
  void mark(String path) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path, TarConstants.LF_NORMAL);
    entry.setLastModifiedTime(FileTime.from(Instant.EPOCH));
    put(entry);
  }

  private void put(TarArchiveEntry entry) throws IOException {
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private static TarArchiveEntry entry(String path, byte kind, FileStatus status) {
    TarArchiveEntry entry = new TarArchiveEntry(path, kind);
    entry.setMode(status.permissions());
    entry.setUserId(Integer.toUnsignedLong(status.uid()));
    entry.setGroupId(Integer.toUnsignedLong(status.gid()));
    entry.setLastModifiedTime(FileTime.from(status.modified()));
    return entry;
  }
}
