package io.gantry.ctl.container;

import io.gantry.api.resource.PlacementResource;
import io.gantry.api.resource.PlacementResource.Fit;
import io.gantry.api.resource.PlacementResource.Obstacle;
import io.gantry.ctl.client.Json;
import io.gantry.ctl.output.Table;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A placement for people: a line for each node. */
final class PlacementTable {
  private PlacementTable() {}

  static String render(JsonNode answer) {
    PlacementResource placement = Json.MAPPER.treeToValue(answer, PlacementResource.class);
    String table =
        new Table<Fit>()
            .column("NODE", Fit::node)
            .column("VERDICT", fit -> verdict(placement, fit))
            .column("IMAGE", fit -> fit.hasImage() ? "there" : "to be fetched")
            .render(placement.nodes());
    return placement.more() ? table + "and further nodes" : table.stripTrailing();
  }

  private static String verdict(PlacementResource placement, Fit fit) {
    if (Objects.equals(fit.node(), placement.node())) {
      return "would be chosen";
    }
    return fit.obstacles().isEmpty()
        ? "could take it"
        : fit.obstacles().stream().map(PlacementTable::text).collect(Collectors.joining(", "));
  }

  private static String text(Obstacle obstacle) {
    return switch (obstacle) {
      case LOST -> "not heard of";
      case DRAINING -> "is drained";
      case MEMORY -> "not enough memory";
      case PORTS -> "a port is taken";
      case CEILING -> "its owner does not allow it";
      case BOUND_ELSEWHERE -> "volumes, containers or --node bind it to another";
    };
  }
}
