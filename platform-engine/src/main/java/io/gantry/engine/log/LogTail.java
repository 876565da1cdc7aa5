package io.gantry.engine.log;

import io.gantry.engine.runtime.StandardStream;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds where the last whole lines of a log begin, from its end, so that a large log is not read.
 * Lines of both streams may be interleaved in parts: reading has to begin before the first part of
 * each of them, and that can be before other lines that are not wanted.
 */
final class LogTail {
  /** How far back the first part of a line is looked for; longer lines come in pieces anyway. */
  private static final long LONGEST_LINE = 1 << 20;

  private final Backwards entries;
  private final LogOptions options;
  private final long wanted;

  /** Streams of which a wanted line was found whose beginning was not. */
  private final Set<StandardStream> unbegun = EnumSet.noneOf(StandardStream.class);

  private long found;
  private long further;

  private LogTail(Backwards entries, LogOptions options, long wanted) {
    this.entries = entries;
    this.options = options;
    this.wanted = wanted;
  }

  /** The entries of a log from the last to the first. */
  interface Backwards {
    /** The entry before, empty inside if it is none; empty at the beginning of the log. */
    Optional<Optional<LogEntry>> previous() throws IOException;

    /** Where the entries that were given out begin. */
    long position();
  }

  /**
   * Where to begin reading.
   *
   * @param further whole lines that come out first and are not wanted
   */
  record Start(long position, long further) {}

  /** The place from which exactly the wanted number of lines follows, or all there are. */
  static Start find(Backwards entries, LogOptions options, long wanted) throws IOException {
    LogTail tail = new LogTail(entries, options, wanted);
    return new Start(tail.scan(), tail.further);
  }

  private long scan() throws IOException {
    long position = entries.position();
    long looked = 0;
    while (found < wanted || (!unbegun.isEmpty() && looked < LONGEST_LINE)) {
      Optional<Optional<LogEntry>> entry = entries.previous();
      if (entry.isEmpty() || !includes(entry.get())) {
        return position;
      }
      position = entries.position();
      looked =
          found < wanted ? 0 : looked + entry.get().map(one -> one.text().length + 1).orElse(1);
    }
    return position;
  }

  /** Whether reading has to begin before this entry. */
  private boolean includes(Optional<LogEntry> entry) {
    if (entry.isEmpty() || options.isAfterUntil(entry.get())) {
      return true;
    }
    if (options.isBeforeSince(entry.get())) {
      return false;
    }
    if (options.wants(entry.get()) && !entry.get().partial()) {
      return includesEndOfLine(entry.get().stream());
    }
    return true;
  }

  private boolean includesEndOfLine(StandardStream stream) {
    unbegun.remove(stream);
    if (found < wanted) {
      found++;
      unbegun.add(stream);
      return true;
    }
    if (unbegun.isEmpty()) {
      return false;
    }
    further++;
    return true;
  }
}
