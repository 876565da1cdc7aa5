package io.gantry.ctl.output;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A line with fields in braces, as {@code {name} {status.state}}. */
record Template(String text) {
  private static final Pattern FIELD = Pattern.compile("\\{([A-Za-z0-9_.-]+)}");

  String fill(JsonNode item) {
    Matcher matcher = FIELD.matcher(text.replace("\\t", "\t").replace("\\n", "\n"));
    return matcher.replaceAll(match -> Matcher.quoteReplacement(value(item, match.group(1))));
  }

  private static String value(JsonNode item, String path) {
    JsonNode node = item;
    for (String step : path.split("\\.", -1)) {
      node = node.path(step);
    }
    if (node.isMissingNode() || node.isNull()) {
      return "";
    }
    return node.isValueNode() ? node.asString() : node.toString();
  }
}
