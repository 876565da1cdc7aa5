package io.gantry.engine.spec;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The namespaces of a container: its own unless it was given the host's (NAMESPACES-1). */
public final class Namespaces {
  private Namespaces() {}

  /** Whether a spec lists a namespace of the type, with a path or without. */
  public static boolean has(JsonNode spec, String type) {
    for (JsonNode namespace : spec.path("linux").path("namespaces")) {
      if (namespace.path("type").asString().equals(type)) {
        return true;
      }
    }
    return false;
  }

  static void write(SpecRequest request, ArrayNode namespaces) {
    ContainerSpec spec = request.config().spec();
    if (!request.config().ids().sameAsHost()) {
      add(request, "user", namespaces);
    }
    add(request, "mount", namespaces);
    add(request, "uts", namespaces);
    if (!spec.security().hostPid()) {
      add(request, "pid", namespaces);
    }
    if (!spec.security().hostIpc()) {
      add(request, "ipc", namespaces);
    }
    if (request.host().unifiedCgroups()) {
      add(request, "cgroup", namespaces);
    }
    if (spec.network().mode() != NetworkSpec.Mode.HOST) {
      add(request, "network", namespaces);
    }
  }

  private static void add(SpecRequest request, String type, ArrayNode namespaces) {
    ObjectNode namespace = namespaces.addObject().put("type", type);
    Path file = request.namespaces().get(type);
    if (file != null) {
      namespace.put("path", file.toString());
    }
  }
}
