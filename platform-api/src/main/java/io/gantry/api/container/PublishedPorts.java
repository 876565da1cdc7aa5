package io.gantry.api.container;

import java.util.List;

/** What the published ports of a container have to keep together. */
final class PublishedPorts {
  private PublishedPorts() {}

  static void check(List<PortMapping> ports) {
    int all = ports.stream().mapToInt(PortMapping::range).sum();
    if (all > PortMapping.MOST) {
      throw new IllegalArgumentException(
          "network.ports are %d: at most %d of a container are published"
              .formatted(all, PortMapping.MOST));
    }
    for (int i = 0; i < ports.size(); i++) {
      for (PortMapping earlier : ports.subList(0, i)) {
        requireApart(earlier, ports.get(i));
      }
    }
  }

  private static void requireApart(PortMapping one, PortMapping other) {
    if (one.overlaps(other)) {
      throw new IllegalArgumentException(
          "network.ports %s and %s want the same port of the host: take one out"
              .formatted(one.onHost(), other.onHost()));
    }
  }
}
