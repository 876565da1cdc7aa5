package io.gantry.persistence.node;

import io.gantry.api.container.PortMapping;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A port of a node as its table holds it.
 *
 * @param address empty is every address
 */
record PublishedPortRow(String protocol, String address, int port) {
  static List<PublishedPortRow> of(List<PortMapping> ports) {
    return ports.stream().flatMap(PublishedPortRow::of).toList();
  }

  private static Stream<PublishedPortRow> of(PortMapping port) {
    String address = port.hostAddress();
    return IntStream.rangeClosed(port.hostPort(), port.lastHostPort())
        .mapToObj(
            number ->
                new PublishedPortRow(
                    port.protocol().name(),
                    address == null || port.everywhere() ? "" : address,
                    number));
  }
}
