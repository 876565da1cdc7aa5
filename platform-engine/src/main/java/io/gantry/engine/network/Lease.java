package io.gantry.engine.network;

import io.gantry.api.network.IpAddress;
import io.gantry.api.network.NetworkSubnet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of a network that belong to a container.
 *
 * @param ipv6 absent in a network without IPv6
 */
record Lease(long network, IpAddress ipv4, @Nullable IpAddress ipv6, String mac) {

  /** Of the network's first addresses, to take down what nobody has. */
  static Lease ofNobody(Network network) {
    IpAddress ipv4 = first(network.ipv4());
    NetworkSubnet subnet = network.ipv6();
    return new Lease(
        network.number(), ipv4, subnet == null ? null : first(subnet), MacAddress.of(ipv4));
  }

  private static IpAddress first(NetworkSubnet subnet) {
    NetworkSubnet whole = new NetworkSubnet(subnet.subnet(), subnet.gateway(), null);
    return AddressChoice.next(whole, whole.subnet().base(), any -> false).orElseThrow();
  }

  /** Those on its link, in the order of the network's subnets. */
  List<IpAddress> addresses(Network in) {
    return addresses().stream().filter(address -> in.has(address.family())).toList();
  }

  /** All that nobody else can have, IPv4 first. */
  List<IpAddress> addresses() {
    return Stream.concat(Stream.of(ipv4), Optional.ofNullable(ipv6).stream()).toList();
  }
}
