package io.gantry.engine.log;

import io.gantry.engine.runtime.StandardStream;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Joins the parts of lines, stream by stream. Used by one thread. */
final class LineJoiner {
  /** A line that is longer comes in pieces, so that no container can fill our memory with one. */
  private static final int LONGEST_LINE = 1 << 20;

  private final Map<StandardStream, Beginning> beginnings = new EnumMap<>(StandardStream.class);

  /** Adds an entry; a line comes out when it is whole or too long. */
  Optional<LogLine> add(LogEntry entry) {
    Beginning beginning = beginnings.get(entry.stream());
    if (beginning == null && !entry.partial()) {
      return Optional.of(new LogLine(entry.time(), entry.stream(), entry.text(), true));
    }
    if (beginning == null) {
      beginning = new Beginning(entry.time(), new ByteArrayOutputStream());
      beginnings.put(entry.stream(), beginning);
    }
    beginning.text().writeBytes(entry.text());
    if (entry.partial() && beginning.text().size() < LONGEST_LINE) {
      return Optional.empty();
    }
    return takeBeginning(entry.stream(), !entry.partial());
  }

  /** What is left of a line that was never ended. */
  Optional<LogLine> rest() {
    for (StandardStream stream : StandardStream.values()) {
      Optional<LogLine> line = takeBeginning(stream, false);
      if (line.isPresent()) {
        return line;
      }
    }
    return Optional.empty();
  }

  private Optional<LogLine> takeBeginning(StandardStream stream, boolean whole) {
    @Nullable Beginning beginning = beginnings.remove(stream);
    return beginning == null
        ? Optional.empty()
        : Optional.of(new LogLine(beginning.time(), stream, beginning.text().toByteArray(), whole));
  }

  /** The parts of a line so far. */
  private record Beginning(Instant time, ByteArrayOutputStream text) {}
}
