package io.gantry.engine.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A log in files of the monitor, which follow each other at one path. */
final class FileSource implements LogSource {
  private final LogEntries entries;
  private final @Nullable LogChanges changes;

  private FileSource(LogEntries entries, @Nullable LogChanges changes) {
    this.entries = entries;
    this.changes = changes;
  }

  static FileSource open(Path log, boolean follow) throws IOException {
    return new FileSource(
        new LogEntries(log), follow ? LogChanges.watch(log.resolveSibling(".")) : null);
  }

  @Override
  public long skipToTail(LogOptions options, long lines) throws IOException {
    return entries.skipToTail(options, lines);
  }

  @Override
  public Optional<LogEntry> next() throws IOException {
    return entries.next();
  }

  @Override
  public void settle() {
    // The monitor writes its output before it tells the end.
  }

  @Override
  public void await(Duration limit) throws IOException {
    if (changes != null) {
      changes.await(limit);
    }
  }

  @Override
  public void wake() throws IOException {
    if (changes != null) {
      changes.wake();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      entries.close();
    } finally {
      if (changes != null) {
        changes.close();
      }
    }
  }
}
