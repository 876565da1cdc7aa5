package io.gantry.engine.log;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What a log's entries are read from. Used by one thread at a time, but for {@link #wake}. */
interface LogSource extends AutoCloseable {

  /**
   * Leaves out all but the last whole lines.
   *
   * @return how many whole lines come out first that are not wanted
   */
  long skipToTail(LogOptions options, long lines) throws IOException;

  /** The next entry; empty if no more is written yet. */
  Optional<LogEntry> next() throws IOException;

  /** Makes sure that what was written before is there to be read. */
  void settle() throws IOException;

  /** Waits for a change, at most the given time. */
  void await(Duration limit) throws IOException;

  /** Ends this wait and all later ones. */
  void wake() throws IOException;

  @Override
  void close() throws IOException;
}
