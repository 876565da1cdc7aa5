package io.gantry.packaging.chart;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The objects helm made of the chart. */
record Rendered(List<JsonNode> objects) {
  Rendered {
    objects = List.copyOf(objects);
  }

  List<String> kinds() {
    return objects.stream().map(Rendered::kind).sorted().toList();
  }

  boolean has(String kind, String component) {
    return find(kind, component).findAny().isPresent();
  }

  JsonNode object(String kind, String component) {
    return find(kind, component)
        .findAny()
        .orElseThrow(() -> new AssertionError("no " + kind + " of " + component));
  }

  /** What makes pods. */
  List<JsonNode> workloads() {
    return objects.stream().filter(object -> !object.at("/spec/template").isMissingNode()).toList();
  }

  /** The only container of the pods this makes. */
  static JsonNode container(JsonNode workload) {
    JsonNode containers = workload.at("/spec/template/spec/containers");
    if (containers.size() != 1) {
      throw new AssertionError("not one container: " + containers);
    }
    return containers.get(0);
  }

  static JsonNode environment(JsonNode workload, String name) {
    return container(workload)
        .get("env")
        .valueStream()
        .filter(variable -> variable.get("name").stringValue().equals(name))
        .findAny()
        .orElseThrow(() -> new AssertionError("no " + name));
  }

  static String kind(JsonNode object) {
    return object.get("kind").stringValue();
  }

  private Stream<JsonNode> find(String kind, String component) {
    String name = Chart.RELEASE + "-" + component;
    return objects.stream()
        .filter(object -> kind(object).equals(kind))
        .filter(object -> object.at("/metadata/name").stringValue().equals(name));
  }
}
