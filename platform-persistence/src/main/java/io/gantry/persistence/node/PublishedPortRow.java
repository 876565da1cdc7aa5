package io.gantry.persistence.node;

import io.gantry.api.container.PortMapping;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A port of a node as its table holds it.
 *
 * @param address empty is every address
 */
record PublishedPortRow(String protocol, String address, int port) {
  private static final Set<String> EVERY = Set.of("", "0.0.0.0", "::");

  static List<PublishedPortRow> of(List<PortMapping> ports) {
    return ports.stream().map(PublishedPortRow::of).toList();
  }

  private static PublishedPortRow of(PortMapping port) {
    return new PublishedPortRow(
        port.protocol().name(), address(port.hostAddress()), port.hostPort());
  }

  private static String address(@Nullable String address) {
    return address == null || EVERY.contains(address) ? "" : address;
  }
}
