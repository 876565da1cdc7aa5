package io.gantry.engine.log;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
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
  private final LogSource source;
  private final LineJoiner joiner = new LineJoiner();
  private final ReentrantLock reading = new ReentrantLock();
  private long unwanted;
  private boolean timeIsOver;
  private boolean settled;
  private volatile boolean ended;
  private volatile boolean closed;

  private LogReader(LogOptions options, LogSource source) {
    this.options = options;
    this.source = source;
  }

  /**
   * Opens a log; a file that does not exist yet is empty.
   *
   * @param ended completes, in any way, when the container has ended; following ends then
   * @throws GantryException NO_LOGS if the driver keeps none that could be read
   */
  public static LogReader open(LogLocation location, LogOptions options, CompletionStage<?> ended) {
    try {
      LogReader reader = new LogReader(options, source(location, options));
      ended.whenComplete((result, failure) -> reader.containerEnded());
      try {
        reader.begin();
      } catch (IOException e) {
        reader.close();
        throw e;
      }
      return reader;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static LogSource source(LogLocation location, LogOptions options) throws IOException {
    return switch (location.driver()) {
      case K8S_FILE -> FileSource.open(location.file(), options.follow());
      case JOURNALD -> JournalSource.open(location.container(), options);
      case NONE ->
          throw GantryException.of(
                  ErrorCode.NO_LOGS, "the log driver none keeps no logs that could be read")
              .about("container", location.container());
    };
  }

  private void begin() throws IOException {
    settle(ended);
    if (options.tail() != null) {
      unwanted = source.skipToTail(options, options.tail());
    }
  }

  /**
   * Has what was written so far be there.
   *
   * @param complete whether the container had ended before, so that nothing more comes
   */
  private void settle(boolean complete) throws IOException {
    source.settle();
    settled = complete;
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
        if (complete && !settled) {
          settle(true);
        }
        Optional<LogLine> line = nextWritten();
        if (line.isPresent()) {
          return line;
        }
        if (!options.follow() || complete || timeIsOver) {
          return joiner.rest();
        }
        source.await(LOOK_INTERVAL);
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
      source.close();
    } catch (IOException e) {
      throw unreadable(e);
    } finally {
      reading.unlock();
    }
  }

  private Optional<LogLine> nextWritten() throws IOException {
    Optional<LogEntry> entry = source.next();
    while (entry.isPresent() && !timeIsOver) {
      if (options.wants(entry.get())) {
        Optional<LogLine> line = joiner.add(entry.get());
        if (line.isPresent() && isWanted(line.get())) {
          return line;
        }
      }
      timeIsOver = options.follow() && options.isAfterUntil(entry.get());
      entry = source.next();
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
      source.wake();
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("a reader of a log wakes late");
    }
  }

  private static GantryException unreadable(IOException cause) {
    return GantryException.of(
        ErrorCode.INTERNAL, "the log cannot be read: " + cause.getMessage(), cause);
  }
}
