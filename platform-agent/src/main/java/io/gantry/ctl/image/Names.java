package io.gantry.ctl.image;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The names of the images in an answer, one a line. */
final class Names {
  private Names() {}

  static String of(JsonNode answer) {
    List<String> names = new ArrayList<>();
    collect(answer, names);
    return String.join("\n", names);
  }

  private static void collect(JsonNode node, List<String> names) {
    if (node.isArray()) {
      node.forEach(item -> collect(item, names));
    } else if (node.has("items")) {
      collect(node.path("items"), names);
    } else if (node.has("image")) {
      collect(node.path("image"), names);
    } else if (node.path("names").isEmpty()) {
      names.add(node.path("id").asString(""));
    } else {
      node.path("names").forEach(name -> names.add(name.asString()));
    }
  }
}
