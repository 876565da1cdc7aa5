package io.gantry.engine.spec;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** One mount as the runtime takes it. */
public record SpecMount(String destination, String type, String source, List<String> options) {
  public SpecMount {
    options = List.copyOf(options);
  }

  /** Number of components of the destination: parents are mounted before their children. */
  int depth() {
    return (int) MountDestination.components(destination);
  }

  void write(ObjectNode node) {
    node.put("destination", destination).put("type", type).put("source", source);
    options.forEach(node.putArray("options")::add);
  }
}
