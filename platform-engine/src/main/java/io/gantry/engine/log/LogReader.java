package io.gantry.engine.log;

import io.gantry.api.container.LoggingSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a container's log line by line (LOGS-2). One thread reads; any may close it, which ends a
 * wait.
 */
public final class LogReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);

  /** Changes are notified; this is for a thread that is interrupted. */
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

  private final LogOptions options;
  private final LogEntries entries;
  private final @Nullable LogChanges changes;
  private final LineJoiner joiner = new LineJoiner();
  private final ReentrantLock reading = new ReentrantLock();
  private long unwanted;
  private boolean timeIsOver;
  private volatile boolean ended;
  private volatile boolean closed;

  private LogReader(LogOptions options, LogEntries entries, @Nullable LogChanges changes) {
    this.options = options;
    this.entries = entries;
    this.changes = changes;
  }

  /**
   * Opens a log; a file that does not exist yet is empty.
   *
   * @param ended completes, in any way, when the container has ended; following ends then
   * @throws GantryException NO_LOGS if the driver keeps none that could be read
   */
  public static LogReader open(
      LoggingSpec.Driver driver, Path log, LogOptions options, CompletionStage<?> ended) {
    if (driver != LoggingSpec.Driver.K8S_FILE) {
      throw GantryException.of(
          ErrorCode.NO_LOGS, "the log driver " + driver + " keeps no logs that can be read here");
    }
    try {
      LogReader reader =
          new LogReader(
              options,
              new LogEntries(log),
              options.follow() ? LogChanges.watch(log.resolveSibling(".")) : null);
      if (options.tail() != null) {
        reader.unwanted = reader.entries.skipToTail(options, options.tail());
      }
      ended.whenComplete((result, failure) -> reader.containerEnded());
      return reader;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * The next line, waiting for it when following.
   *
   * @return empty at the end: of the file, of the time asked for or, when following, of the
   *     container; or when the reader is closed
   */
  public Optional<LogLine> next() throws InterruptedException {
    reading.lockInterruptibly();
    try {
      while (!closed) {
        boolean complete = ended; // asked before looking: then nothing can come after
        Optional<LogLine> line = nextWritten();
        if (line.isPresent()) {
          return line;
        }
        if (changes == null || complete || timeIsOver) {
          return joiner.rest();
        }
        changes.await(LOOK_INTERVAL);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(e);
    } finally {
      reading.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    wake();
    reading.lock();
    try {
      entries.close();
      if (changes != null) {
        changes.close();
      }
    } catch (IOException e) {
      throw unreadable(e);
    } finally {
      reading.unlock();
    }
  }

  private Optional<LogLine> nextWritten() throws IOException {
    Optional<LogEntry> entry = entries.next();
    while (entry.isPresent() && !timeIsOver) {
      if (options.wants(entry.get())) {
        Optional<LogLine> line = joiner.add(entry.get());
        if (line.isPresent() && isWanted(line.get())) {
          return line;
        }
      }
      timeIsOver = options.follow() && options.isAfterUntil(entry.get());
      entry = entries.next();
    }
    return Optional.empty();
  }

  private boolean isWanted(LogLine line) {
    if (unwanted == 0) {
      return true;
    }
    if (line.whole()) {
      unwanted--;
    }
    return false;
  }

  private void containerEnded() {
    ended = true;
    wake();
  }

  private void wake() {
    try {
      if (changes != null) {
        changes.wake();
      }
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("a reader of a log wakes late");
    }
  }

  private static GantryException unreadable(IOException cause) {
    return GantryException.of(
        ErrorCode.INTERNAL, "the log cannot be read: " + cause.getMessage(), cause);
  }
}
