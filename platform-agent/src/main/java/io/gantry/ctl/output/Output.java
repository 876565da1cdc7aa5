package io.gantry.ctl.output;

import io.gantry.ctl.client.Json;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Prints what a command found, in the form the caller wished for. */
public final class Output {
  private final PrintStream out;
  private final boolean json;
  private final @Nullable Template template;

  /**
   * @param json whether everything is printed as the API gave it
   * @param template a line for each item; absent is a table
   */
  public Output(PrintStream out, boolean json, @Nullable String template) {
    this.out = out;
    this.json = json;
    this.template = template == null ? null : new Template(template);
  }

  /** A list, as JSON array, filled templates or table. */
  public <T> void list(List<JsonNode> items, Class<T> type, Table<T> table) {
    if (json) {
      out.println(pretty(Json.MAPPER.valueToTree(items)));
    } else if (template != null) {
      items.forEach(item -> out.println(template.fill(item)));
    } else {
      out.print(
          table.render(items.stream().map(item -> Json.MAPPER.treeToValue(item, type)).toList()));
    }
  }

  /** An answer that says more than its items; as JSON it is printed whole. */
  public <T> void list(JsonNode answer, Class<T> type, Table<T> table) {
    if (json) {
      out.println(pretty(answer));
    } else {
      list(answer.path("items").valueStream().toList(), type, table);
    }
  }

  /** One object, always readable by a program. */
  public void object(JsonNode item) {
    out.println(template == null || json ? pretty(item) : template.fill(item));
  }

  /** One object with the line that says it to a person. */
  public void object(JsonNode item, String line) {
    if (json || template != null) {
      object(item);
    } else {
      out.println(line);
    }
  }

  /** One of many that come one after the other: a line each, JSON without line breaks. */
  public void event(JsonNode item, String line) {
    if (json) {
      out.println(item);
    } else {
      out.println(template == null ? line : template.fill(item));
    }
    out.flush();
  }

  public void line(String text) {
    out.println(text);
  }

  private static String pretty(JsonNode node) {
    return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
  }
}
