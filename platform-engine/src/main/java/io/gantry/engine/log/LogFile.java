package io.gantry.engine.log;

import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.SyscallException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** An open log file, read entry by entry while the monitor appends to it. Used by one thread. */
final class LogFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;

  /** Longer than any entry a monitor writes; the rest of a longer line is left out. */
  private static final int LONGEST_ENTRY = 256 * 1024;

  private final Path path;
  private final FileChannel channel;
  private final Object key;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private LogFile(Path path, FileChannel channel, Object key) {
    this.path = path;
    this.channel = channel;
    this.key = key;
  }

  /** Opens the file at the path; empty if there is none yet. What is no file is not opened. */
  static Optional<LogFile> open(Path path) throws IOException {
    try (Directory directory = Directory.open(path.resolveSibling(""));
        Descriptor file = directory.openRegularFile(String.valueOf(path.getFileName()))) {
      Object key = Files.getAttribute(file.path(), "unix:ino");
      return Optional.of(
          new LogFile(path, FileChannel.open(file.path(), StandardOpenOption.READ), key));
    } catch (SyscallException e) {
      if (e.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  FileChannel channel() {
    return channel;
  }

  /** Goes on at this place, which is the beginning of an entry. */
  void seek(long position) throws IOException {
    channel.position(position);
    buffer.clear().flip();
    line.reset();
  }

  /** The next entry that is completely written; empty at the present end. */
  Optional<LogEntry> next() throws IOException {
    while (true) {
      Optional<byte[]> complete = nextLine();
      if (complete.isEmpty()) {
        return Optional.empty();
      }
      Optional<LogEntry> entry = LogEntry.parse(complete.get());
      if (entry.isPresent()) {
        return entry;
      }
    }
  }

  /** Whether the monitor has put another file in this one's place (LOGS-3). */
  boolean isReplaced() throws IOException {
    try {
      return !key.equals(key(path));
    } catch (NoSuchFileException e) {
      return false; // the container is being removed; there is no other file to go on with
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private Optional<byte[]> nextLine() throws IOException {
    while (true) {
      while (buffer.hasRemaining()) {
        byte next = buffer.get();
        if (next == '\n') {
          byte[] complete = line.toByteArray();
          line.reset();
          return Optional.of(complete);
        }
        if (line.size() < LONGEST_ENTRY) {
          line.write(next);
        }
      }
      buffer.clear();
      int read = channel.read(buffer);
      buffer.flip();
      if (read <= 0) {
        return Optional.empty();
      }
    }
  }

  private static Object key(Path path) throws IOException {
    return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }
}
