package io.gantry.ctl.output;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations and instants as people write and read them. */
public final class Times {
  private static final Pattern SHORT = Pattern.compile("([0-9]+(\\.[0-9]+)?[dhms])+");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private Times() {}

  /** Reads {@code 90}, {@code 10s}, {@code 1h30m}, {@code 2d} or {@code PT10S}. */
  public static Duration duration(String text) {
    if (NUMBER.matcher(text).matches()) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (!SHORT.matcher(lower).matches()) {
      return iso(text);
    }
    int days = lower.indexOf('d');
    String rest = lower.substring(days + 1);
    String date = days < 0 ? "P" : "P" + lower.substring(0, days + 1);
    return iso(rest.isEmpty() ? date : date + "T" + rest);
  }

  private static Duration iso(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no duration: write it as 10s, 1h30m, 2d or PT10S", e);
    }
  }

  /** Reads an instant of ISO-8601, or a duration back from now. */
  public static Instant instant(String text, Clock clock) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return clock.instant().minus(duration(text));
    }
  }

  /** How long ago it was, in the largest unit that tells enough: {@code 42s}, {@code 3h}. */
  public static String ago(@Nullable Instant instant, Clock clock) {
    return instant == null ? "" : length(Duration.between(instant, clock.instant()));
  }

  public static String length(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 120) {
      return seconds + "s";
    }
    if (seconds < 2 * 3600) {
      return seconds / 60 + "m";
    }
    return seconds < 48 * 3600 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
  }

  /** A short span with its milliseconds: {@code 0.123s}, {@code 4m}. */
  public static String span(@Nullable Duration duration) {
    if (duration == null) {
      return "";
    }
    return duration.toSeconds() < 120
        ? String.format(Locale.ROOT, "%.3fs", duration.toMillis() / 1000.0)
        : length(duration);
  }
}
