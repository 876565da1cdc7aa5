package io.gantry.engine.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a container ended, as its monitor wrote it down.
 *
 * @param code what the process returned, 128 plus the number for a signal, -1 if the monitor killed
 *     it at the end of its run's time (EXIT-13), or if the file is damaged
 * @param finishedAt when it was written (EXIT-7)
 * @param damage what stands where the code should; null if the code is there
 */
public record ExitFile(int code, Instant finishedAt, @Nullable String damage) {
  /** Bytes that are looked at: more than any number has, with white space around it. */
  static final int MAXIMUM_BYTES = 64;

  private static final int UNKNOWN = -1;
  private static final int SHOWN = 32;
  private static final Pattern NOT_SHOWN = Pattern.compile("[^ -~]");

  /**
   * What a file with this content says; empty if it is no exit yet (EXIT-9).
   *
   * @param content one byte more than the maximum if there are more
   */
  static Optional<ExitFile> of(byte[] content, Instant changed) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    if (content.length > MAXIMUM_BYTES) {
      return Optional.of(damaged("is too long and begins with " + shown(text), changed));
    }
    String stripped = text.strip();
    return stripped.isEmpty() ? Optional.empty() : Optional.of(of(stripped, changed));
  }

  private static ExitFile of(String text, Instant changed) {
    try {
      return new ExitFile(Integer.parseInt(text), changed, null);
    } catch (NumberFormatException e) {
      return damaged("holds " + shown(text) + ", which is no exit code", changed);
    }
  }

  /**
   * What is no exit code, and never becomes one.
   *
   * @param what goes on after "the exit file"
   */
  static ExitFile damaged(String what, Instant changed) {
    return new ExitFile(UNKNOWN, changed, "the exit file " + what);
  }

  private static String shown(String text) {
    String printable = NOT_SHOWN.matcher(text).replaceAll("?");
    return "'"
        + (printable.length() <= SHOWN ? printable : printable.substring(0, SHOWN) + "…")
        + "'";
  }

  /** The code; empty if nobody knows it. */
  public Optional<Integer> known() {
    return damage == null ? Optional.of(code) : Optional.empty();
  }
}
