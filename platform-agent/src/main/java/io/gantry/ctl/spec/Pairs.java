package io.gantry.ctl.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Options of the form {@code NAME=value}. */
final class Pairs {
  private Pairs() {}

  static Map<String, String> parse(String option, List<String> texts) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals == 0 || text.isEmpty()) {
        throw new IllegalArgumentException(
            "'" + text + "' is no value for " + option + ": write it as NAME=value");
      }
      pairs.put(
          equals < 0 ? text : text.substring(0, equals),
          equals < 0 ? "" : text.substring(equals + 1));
    }
    return pairs;
  }
}
