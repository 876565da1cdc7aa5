package io.gantry.engine.log;

import io.gantry.engine.runtime.StandardStream;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is read of a log.
 *
 * @param follow whether to wait for more until the container ends
 * @param tail only so many of the last whole lines; absent is all
 * @param since only what was written at this time or later
 * @param until only what was written at this time or earlier
 * @param streams the streams that are wanted
 */
public record LogOptions(
    boolean follow,
    @Nullable Long tail,
    @Nullable Instant since,
    @Nullable Instant until,
    Set<StandardStream> streams) {
  /** Everything there is now. */
  public static final LogOptions ALL =
      new LogOptions(false, null, null, null, Set.of(StandardStream.values()));

  public LogOptions {
    streams = Set.copyOf(streams);
    if (tail != null && tail < 0) {
      throw new IllegalArgumentException("tail is negative");
    }
  }

  boolean wants(LogEntry entry) {
    return streams.contains(entry.stream()) && !isBeforeSince(entry) && !isAfterUntil(entry);
  }

  boolean isBeforeSince(LogEntry entry) {
    return since != null && entry.time().isBefore(since);
  }

  boolean isAfterUntil(LogEntry entry) {
    return until != null && entry.time().isAfter(until);
  }
}
