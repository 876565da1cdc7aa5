package io.gantry.engine.log;

import io.gantry.engine.runtime.StandardStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;

/**
 * One line of a log file: time, stream, F or P, text (LOGS-1).
 *
 * @param partial whether the next entry of the same stream continues the line
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record LogEntry(Instant time, StandardStream stream, boolean partial, byte[] text) {
  private static final int LONGEST_HEADER = 64;

  /** Reads a line without its end; empty if it is no entry, as after a crash of the host. */
  static Optional<LogEntry> parse(byte[] line) {
    String header =
        new String(line, 0, Math.min(line.length, LONGEST_HEADER), StandardCharsets.ISO_8859_1);
    String[] fields = header.split(" ", 4);
    if (fields.length < 4 || !fields[2].matches("[FP]")) {
      return Optional.empty();
    }
    Optional<StandardStream> stream = stream(fields[1]);
    if (stream.isEmpty()) {
      return Optional.empty();
    }
    try {
      Instant time = OffsetDateTime.parse(fields[0]).toInstant();
      int start = fields[0].length() + fields[1].length() + fields[2].length() + 3;
      byte[] text = Arrays.copyOfRange(line, start, line.length);
      return Optional.of(new LogEntry(time, stream.get(), fields[2].equals("P"), text));
    } catch (DateTimeException e) {
      return Optional.empty(); // not a time, so not an entry
    }
  }

  private static Optional<StandardStream> stream(String name) {
    return Arrays.stream(StandardStream.values())
        .filter(stream -> stream.displayName().equals(name))
        .findFirst();
  }
}
