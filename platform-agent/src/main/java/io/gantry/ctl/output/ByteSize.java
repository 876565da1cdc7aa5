package io.gantry.ctl.output;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes as people write it: {@code 512m}, {@code 1.5g}, {@code 4096}. */
public record ByteSize(long bytes) {
  private static final Pattern FORMAT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([kmgt]?)(?:i?b)?");
  private static final String UNITS = "kmgt";
  private static final int STEP = 1024;

  public static ByteSize parse(String text) {
    Matcher matcher = FORMAT.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no size: write it as 4096, 512m or 1.5g");
    }
    int power = matcher.group(2).isEmpty() ? 0 : UNITS.indexOf(matcher.group(2)) + 1;
    return new ByteSize(
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(STEP).pow(power)).longValue());
  }

  /** The largest unit with one digit after the point: {@code 1.5 GiB}. */
  @Override
  public String toString() {
    if (bytes < STEP) {
      return bytes + " B";
    }
    double value = bytes;
    int power = 0;
    while (value >= STEP && power < UNITS.length()) {
      value /= STEP;
      power++;
    }
    char unit = Character.toUpperCase(UNITS.charAt(power - 1));
    return String.format(Locale.ROOT, "%.1f %ciB", value, unit);
  }
}
