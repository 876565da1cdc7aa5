package io.gantry.web.csv;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A line of comma-separated values (RFC 4180). */
public final class CsvLine {
  private static final String LINE_END = "\r\n";

  private CsvLine() {}

  /** The line with its end; what would be taken for more than a value is quoted. */
  public static String of(Stream<String> values) {
    return values.map(CsvLine::quoted).collect(Collectors.joining(",", "", LINE_END));
  }

  private static String quoted(String value) {
    boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}
