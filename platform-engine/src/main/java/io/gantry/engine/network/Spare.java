package io.gantry.engine.network;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.network.Attachment.Lease;
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

  String request(List<Lease> leases) {
    return NetavarkRequest.of(id, placeholder(), network, leases.getFirst());
  }
}
