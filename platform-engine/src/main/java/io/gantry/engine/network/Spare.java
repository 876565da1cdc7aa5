package io.gantry.engine.network;

import io.gantry.api.container.AddressSpec;
import io.gantry.api.container.ContainerId;
import java.util.List;

/**
 * A connection that waits for a container.
 *
 * @param id that of no container
 */
record Spare(ContainerId id, Network network) {

  /** What the network tool is told the container's name is, until there is one. */
  String placeholder() {
    return "spare-" + id.shortId();
  }

  /** Any addresses will do. */
  Place place() {
    return new Place(network, AddressSpec.ANY);
  }

  String request(List<Lease> leases) {
    return NetavarkRequest.of(id, placeholder(), network, leases.getFirst());
  }
}
