package io.gantry.engine.network;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.state.NetworkAttachment;
import io.gantry.engine.state.NetworkAttachment.Interface;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

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

  /** Whether the host's rules for IPv6 matter to it. */
  boolean hasIpv6() {
    return leases.stream().anyMatch(lease -> lease.ipv6() != null);
  }

  /** What the lifecycle is to know of it; servers of IPv4 first, for a resolver asks only a few. */
  NetworkAttachment describe(List<Network> joined) {
    return new NetworkAttachment(
        namespace,
        joined.stream().map(this::describe).toList(),
        Stream.of(false, true)
            .flatMap(
                ipv6 ->
                    joined.stream()
                        .flatMap(network -> network.subnets().stream())
                        .filter(subnet -> subnet.subnet().isIpv6() == ipv6))
            .map(subnet -> subnet.gateway().toString())
            .toList());
  }

  private Interface describe(Network network) {
    Lease lease = lease(network);
    return new Interface(
        network.name(),
        NetavarkRequest.interfaceName(request, network),
        lease.mac(),
        lease.addresses(network).stream().map(network::withPrefix).toList(),
        network.gateways());
  }

  private Lease lease(Network network) {
    return leases.stream()
        .filter(lease -> lease.network() == network.number())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no address in " + network.label()));
  }
}
