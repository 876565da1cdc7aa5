package io.gantry.packaging.chart;

import io.gantry.packaging.Repository;
import java.io.IOException;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The table of values on the chart's page, made of the schema and of the defaults. */
final class ValuesPage {
  private static final String BEGIN = "<!-- values, made of helm/values.schema.json -->\n";
  private static final String END = "<!-- end of values -->\n";

  private final JsonNode defaults;
  private final JsonNode schema;

  ValuesPage() throws IOException {
    this.defaults = Repository.yaml("helm/values.yaml");
    this.schema = Repository.json("helm/values.schema.json");
  }

  /** The page with the table as it should be. */
  String in(String page) {
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    return page.substring(0, begin) + table() + page.substring(page.indexOf(END));
  }

  private String table() {
    StringBuilder table =
        new StringBuilder("| value | default | what it does |\n| --- | --- | --- |\n");
    rows(table, "", schema, defaults);
    return table.toString();
  }

  private static void rows(
      StringBuilder table, String prefix, JsonNode described, JsonNode values) {
    requireDescribed(prefix, described, values);
    for (Map.Entry<String, JsonNode> property : described.get("properties").properties()) {
      String name = prefix + property.getKey();
      JsonNode value = values.path(property.getKey());
      if (property.getValue().has("properties")) {
        rows(table, name + ".", property.getValue(), value);
      } else if (!value.isMissingNode()) {
        table.append(row(name, value, property.getValue()));
      }
    }
  }

  private static String row(String name, JsonNode value, JsonNode described) {
    String text = value.isString() ? value.stringValue() : value.toString();
    String standard =
        text.isEmpty() || text.equals("{}") || text.equals("[]") ? "" : "`" + text + "`";
    return "| `"
        + name
        + "` | "
        + standard
        + " | "
        + described.at("/description").asString()
        + " |\n";
  }

  private static void requireDescribed(String prefix, JsonNode described, JsonNode values) {
    for (String name : values.propertyNames()) {
      JsonNode known = described.at("/properties/" + name);
      if (!known.has("properties") && !known.has("description")) {
        throw new AssertionError("helm/values.schema.json does not describe " + prefix + name);
      }
    }
  }
}
