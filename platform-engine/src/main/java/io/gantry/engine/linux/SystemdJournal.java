package io.gantry.engine.linux;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.annotations.Out;
import jnr.ffi.byref.NativeLongByReference;
import jnr.ffi.byref.PointerByReference;

/**
 * Reads the host's journal by libsystemd. It has a place among the entries that match, which {@link
 * #next} and {@link #previous} move. Used by one thread at a time.
 */
public final class SystemdJournal implements AutoCloseable {
  private static final int SD_JOURNAL_LOCAL_ONLY = 1;

  private final Functions library;
  private final Pointer journal;

  private SystemdJournal(Functions library, Pointer journal) {
    this.library = library;
    this.journal = journal;
  }

  /**
   * Opens the journal of this host, in front of its first entry.
   *
   * @return empty if the host has no libsystemd
   */
  public static Optional<SystemdJournal> open() throws SyscallException {
    Functions library;
    try {
      library = LibraryLoader.create(Functions.class).failImmediately().load("libsystemd.so.0");
    } catch (UnsatisfiedLinkError e) {
      return Optional.empty();
    }
    PointerByReference opened = new PointerByReference();
    check("sd_journal_open", library.sd_journal_open(opened, SD_JOURNAL_LOCAL_ONLY));
    SystemdJournal journal = new SystemdJournal(library, opened.getValue());
    try {
      check(
          "sd_journal_set_data_threshold",
          library.sd_journal_set_data_threshold(journal.journal, 0));
      return Optional.of(journal);
    } catch (SyscallException e) {
      journal.close();
      throw e;
    }
  }

  /** Leaves out entries without this. */
  public void match(String field, String value) throws SyscallException {
    byte[] data = (field + "=" + value).getBytes(StandardCharsets.UTF_8);
    check("sd_journal_add_match", library.sd_journal_add_match(journal, data, data.length));
  }

  /** Goes behind the last entry; {@link #previous} goes to it. */
  public void seekTail() throws SyscallException {
    check("sd_journal_seek_tail", library.sd_journal_seek_tail(journal));
  }

  /** Goes in front of the first entry. */
  public void seekHead() throws SyscallException {
    check("sd_journal_seek_head", library.sd_journal_seek_head(journal));
  }

  /** Goes in front of the first entry of this time or later. */
  public void seek(Instant time) throws SyscallException {
    check(
        "sd_journal_seek_realtime_usec",
        library.sd_journal_seek_realtime_usec(
            journal, ChronoUnit.MICROS.between(Instant.EPOCH, time)));
  }

  /** Goes to the next entry; false if there is none, which changes nothing. */
  public boolean next() throws SyscallException {
    return check("sd_journal_next", library.sd_journal_next(journal)) > 0;
  }

  /** Goes to the entry before; false if there is none, which changes nothing. */
  public boolean previous() throws SyscallException {
    return check("sd_journal_previous", library.sd_journal_previous(journal)) > 0;
  }

  /** A field of this entry; empty if it has none of the name. */
  public Optional<byte[]> field(String name) throws SyscallException {
    PointerByReference data = new PointerByReference();
    NativeLongByReference length = new NativeLongByReference();
    int result = library.sd_journal_get_data(journal, name, data, length);
    if (result < 0 && Errno.of(-result) == Errno.ENOENT) {
      return Optional.empty();
    }
    check("sd_journal_get_data", result);
    byte[] assignment = new byte[(int) length.longValue()];
    data.getValue().get(0, assignment, 0, assignment.length);
    return Optional.of(Arrays.copyOfRange(assignment, name.length() + 1, assignment.length));
  }

  /** When this entry came. */
  public Instant time() throws SyscallException {
    long[] microseconds = new long[1];
    check(
        "sd_journal_get_realtime_usec",
        library.sd_journal_get_realtime_usec(journal, microseconds));
    return Instant.EPOCH.plus(microseconds[0], ChronoUnit.MICROS);
  }

  /** Becomes readable with changes; closed with the journal. {@link #process} takes them in. */
  public Descriptor changes() throws SyscallException {
    return new Descriptor(check("sd_journal_get_fd", library.sd_journal_get_fd(journal)));
  }

  public void process() throws SyscallException {
    int unused = check("sd_journal_process", library.sd_journal_process(journal));
  }

  @Override
  public void close() {
    library.sd_journal_close(journal);
  }

  /** These functions return the error number, negative. */
  private static int check(String function, int result) throws SyscallException {
    if (result < 0) {
      throw new SyscallException(function, null, Errno.of(-result));
    }
    return result;
  }

  /** Bound to libsystemd. */
  public interface Functions {
    int sd_journal_open(@Out PointerByReference journal, int flags);

    int sd_journal_set_data_threshold(Pointer journal, long bytes);

    int sd_journal_add_match(Pointer journal, byte[] data, long length);

    int sd_journal_seek_head(Pointer journal);

    int sd_journal_seek_tail(Pointer journal);

    int sd_journal_seek_realtime_usec(Pointer journal, long microseconds);

    int sd_journal_next(Pointer journal);

    int sd_journal_previous(Pointer journal);

    int sd_journal_get_data(
        Pointer journal,
        String field,
        @Out PointerByReference data,
        @Out NativeLongByReference length);

    int sd_journal_get_realtime_usec(Pointer journal, @Out long[] microseconds);

    int sd_journal_get_fd(Pointer journal);

    int sd_journal_process(Pointer journal);

    void sd_journal_close(Pointer journal);
  }
}
