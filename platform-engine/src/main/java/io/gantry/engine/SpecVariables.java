package io.gantry.engine;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Adds to the environment of the first process of a runtime spec. */
final class SpecVariables {
  private SpecVariables() {}

  /** Puts them in place of variables of the same names: a process takes the first it finds. */
  static void put(ObjectNode spec, Map<String, String> variables) {
    if (variables.isEmpty()) {
      return;
    }
    ObjectNode process = spec.withObject("process");
    List<String> others =
        process
            .path("env")
            .valueStream()
            .map(JsonNode::asString)
            .filter(line -> !variables.containsKey(line.substring(0, line.indexOf('='))))
            .toList();
    ArrayNode environment = process.putArray("env");
    others.forEach(environment::add);
    variables.forEach((name, value) -> environment.add(name + "=" + value));
  }
}
