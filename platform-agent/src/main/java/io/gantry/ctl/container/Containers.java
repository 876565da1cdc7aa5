package io.gantry.ctl.container;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.CreateContainer;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.client.ControlPlane;
import io.gantry.ctl.client.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The requests about single containers. */
record Containers(ControlPlane controlPlane) {
  private static final String ROOT = "containers";

  static ApiPath path(String ref, String... rest) {
    String[] segments = new String[2 + rest.length];
    segments[0] = ROOT;
    segments[1] = ref;
    System.arraycopy(rest, 0, segments, 2, rest.length);
    return ApiPath.of(segments);
  }

  static ApiPath path() {
    return ApiPath.of(ROOT);
  }

  JsonNode create(ContainerSpec spec, boolean start, @Nullable String node) {
    return controlPlane.post(path(), new CreateContainer(spec, start, node));
  }

  /** Where it would be placed; nothing is made. */
  JsonNode explain(ContainerSpec spec, @Nullable String node) {
    return controlPlane.post(path("placement"), new CreateContainer(spec, false, node));
  }

  ContainerResource get(String ref) {
    return controlPlane.get(path(ref), ContainerResource.class);
  }

  /** Asks for an operation; it is under way when this returns. */
  ContainerResource ask(String ref, String operation, @Nullable Object body) {
    return read(controlPlane.post(path(ref, operation), body));
  }

  static ContainerResource read(JsonNode node) {
    return Json.MAPPER.treeToValue(node, ContainerResource.class);
  }
}
