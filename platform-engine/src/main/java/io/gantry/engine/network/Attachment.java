package io.gantry.engine.network;

import io.gantry.api.container.ContainerId;
import java.nio.file.Path;
import java.util.List;

/**
 * What is stored of a container's connection before it is built: enough to take it down whatever
 * happened in between.
 *
 * @param request what the network tool was or will be given, as JSON
 * @param leases one for each network joined, in the order of the interfaces
 */
record Attachment(ContainerId container, Path namespace, String request, List<Lease> leases) {
  Attachment {
    leases = List.copyOf(leases);
  }

  /** The same container and namespace with another request. */
  Attachment with(String other, List<Lease> held) {
    return new Attachment(container, namespace, other, held);
  }

  /** Its address in a network. */
  Lease lease(Network network) {
    return leases.stream()
        .filter(lease -> lease.network() == network.number())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no address in " + network.label()));
  }

  /** An address of a network that belongs to the container. */
  record Lease(long network, long address) {}
}
