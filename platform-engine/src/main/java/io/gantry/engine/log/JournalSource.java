package io.gantry.engine.log;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Poll;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.SystemdJournal;
import io.gantry.engine.linux.WakeUp;
import io.gantry.engine.runtime.StandardStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A log in the host's journal, into which the monitor writes an entry for each line or part. */
final class JournalSource implements LogSource {
  private static final byte[] PRIORITY_OF_ERRORS = "3".getBytes(StandardCharsets.US_ASCII);

  private final SystemdJournal journal;
  private final WakeUp wakeUp;

  /** Whether the entry at the journal's place is still to be read. */
  private boolean atUnread;

  private JournalSource(SystemdJournal journal, WakeUp wakeUp) {
    this.journal = journal;
    this.wakeUp = wakeUp;
  }

  /**
   * Opens the journal where the time asked for begins.
   *
   * @throws GantryException NO_LOGS if the host has no libsystemd
   */
  static JournalSource open(ContainerId container, LogOptions options) throws IOException {
    SystemdJournal journal =
        SystemdJournal.open()
            .orElseThrow(
                () ->
                    GantryException.of(
                            ErrorCode.NO_LOGS,
                            "the journal cannot be read on this host: install libsystemd")
                        .about("container", container));
    try {
      journal.match("CONTAINER_ID_FULL", container.value());
      if (options.since() == null) {
        journal.seekHead();
      } else {
        journal.seek(options.since());
      }
      return new JournalSource(journal, WakeUp.open());
    } catch (SyscallException e) {
      journal.close();
      throw e;
    }
  }

  @Override
  public long skipToTail(LogOptions options, long lines) throws IOException {
    journal.seekTail();
    Backwards backwards = new Backwards();
    LogTail.Start start = LogTail.find(backwards, options, lines);
    forward(backwards.steps, start.position());
    return start.further();
  }

  /** Goes from so many steps before the end to fewer, in front of the entry there. */
  private void forward(long from, long to) throws SyscallException {
    if (from == 0 && !journal.previous()) {
      journal.seekHead();
      return;
    }
    for (long step = Math.max(1, from); step > Math.max(1, to); step--) {
      if (!journal.next()) {
        return;
      }
    }
    atUnread = to > 0;
  }

  /** The entries from the last to the first. */
  private final class Backwards implements LogTail.Backwards {
    private long steps;

    @Override
    public Optional<Optional<LogEntry>> previous() throws IOException {
      if (!journal.previous()) {
        return Optional.empty();
      }
      steps++;
      return Optional.of(entry());
    }

    @Override
    public long position() {
      return steps;
    }
  }

  @Override
  public Optional<LogEntry> next() throws IOException {
    while (atUnread || journal.next()) {
      atUnread = false;
      Optional<LogEntry> entry = entry();
      if (entry.isPresent()) {
        return entry;
      }
    }
    return Optional.empty();
  }

  private Optional<LogEntry> entry() throws SyscallException {
    Optional<byte[]> text = journal.field("MESSAGE");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    boolean error =
        journal
            .field("PRIORITY")
            .filter(value -> Arrays.equals(value, PRIORITY_OF_ERRORS))
            .isPresent();
    return Optional.of(
        new LogEntry(
            journal.time(),
            error ? StandardStream.STDERR : StandardStream.STDOUT,
            journal.field("CONTAINER_PARTIAL_MESSAGE").isPresent(),
            withoutEnd(text.get())));
  }

  /** The monitor sends the end of a line with it. */
  private static byte[] withoutEnd(byte[] text) {
    boolean ends = text.length > 0 && text[text.length - 1] == '\n';
    return ends ? Arrays.copyOf(text, text.length - 1) : text;
  }

  @Override
  public void settle() throws IOException {
    JournalSync.request();
    journal.process();
  }

  @Override
  public void await(Duration limit) throws IOException {
    if (Poll.readable(List.of(wakeUp.descriptor(), journal.changes()), limit).get(1)) {
      journal.process();
    }
  }

  @Override
  public void wake() throws IOException {
    wakeUp.signal();
  }

  @Override
  public void close() {
    wakeUp.close();
    journal.close();
  }
}
