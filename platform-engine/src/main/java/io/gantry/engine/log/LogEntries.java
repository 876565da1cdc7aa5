package io.gantry.engine.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The entries of a log, across the files that follow each other at its path (LOGS-3). */
final class LogEntries implements AutoCloseable {
  private final Path path;
  private @Nullable LogFile file;

  LogEntries(Path path) {
    this.path = path;
  }

  /**
   * Leaves out all but the last whole lines.
   *
   * @return how many whole lines come out first that are not wanted
   */
  long skipToTail(LogOptions options, long lines) throws IOException {
    Optional<LogFile> current = current();
    if (current.isEmpty()) {
      return 0;
    }
    BackwardLines backwards = new BackwardLines(current.get().channel());
    LogTail.Start start = LogTail.find(new LastFirst(backwards), options, lines);
    current.get().seek(start.position());
    return start.further();
  }

  private record LastFirst(BackwardLines lines) implements LogTail.Backwards {
    @Override
    public Optional<Optional<LogEntry>> previous() throws IOException {
      Optional<byte[]> line = lines.previous();
      return line.isEmpty() ? Optional.empty() : Optional.of(LogEntry.parse(line.get()));
    }

    @Override
    public long position() {
      return lines.position();
    }
  }

  /** The next entry; empty if no more is written yet. */
  Optional<LogEntry> next() throws IOException {
    for (Optional<LogFile> log = current(); log.isPresent(); log = current()) {
      Optional<LogEntry> entry = log.get().next();
      if (entry.isPresent() || !log.get().isReplaced()) {
        return entry;
      }
      // More may have been written just before the replacement.
      entry = log.get().next();
      if (entry.isPresent()) {
        return entry;
      }
      close();
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
  }

  private Optional<LogFile> current() throws IOException {
    if (file == null) {
      file = LogFile.open(path).orElse(null);
    }
    return Optional.ofNullable(file);
  }
}
