package io.gantry.engine.state;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The end of a further command, as its event tells it. The command is not told: its arguments may
 * be nobody else's business.
 *
 * @param code absent if nobody knows
 */
record ExecEnd(String id, @Nullable Integer code) {
  private static final String UNKNOWN = "unknown";

  String detail() {
    return id + " " + (code == null ? UNKNOWN : code.toString());
  }

  /** Reads such a text; empty if it is none. */
  static Optional<ExecEnd> read(@Nullable String detail) {
    String[] parts = detail == null ? new String[0] : detail.split(" ", -1);
    if (parts.length != 2) {
      return Optional.empty();
    }
    Integer code = parts[1].equals(UNKNOWN) ? null : Integer.valueOf(parts[1]);
    return Optional.of(new ExecEnd(parts[0], code));
  }
}
