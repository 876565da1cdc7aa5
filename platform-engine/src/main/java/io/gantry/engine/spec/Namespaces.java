package io.gantry.engine.spec;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

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
    namespaces.addObject().put("type", "mount");
    namespaces.addObject().put("type", "uts");
    if (!spec.security().hostPid()) {
      namespaces.addObject().put("type", "pid");
    }
    if (!spec.security().hostIpc()) {
      namespaces.addObject().put("type", "ipc");
    }
    if (request.host().unifiedCgroups()) {
      namespaces.addObject().put("type", "cgroup");
    }
    if (spec.network().mode() != NetworkSpec.Mode.HOST) {
      var network = namespaces.addObject().put("type", "network");
      if (request.networkNamespace() != null) {
        network.put("path", request.networkNamespace().toString());
      }
    }
  }
}
