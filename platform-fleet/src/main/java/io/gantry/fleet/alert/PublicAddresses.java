package io.gantry.fleet.alert;

import io.gantry.api.network.IpAddress;
import io.gantry.api.network.Subnet;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which addresses may be called: public ones, and those of the allowed networks. What is asked here
 * is connected to by the address that was found good, so a name that changes in between gains
 * nothing.
 */
final class PublicAddresses {
  private static final List<Subnet> NOT_PUBLIC =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/3")
          .map(Subnet::parse)
          .toList();

  /** Of IPv6 only what is given out to the public, without the ways into IPv4 in it. */
  private static final Subnet PUBLIC_IPV6 = Subnet.parse("2000::/3");

  private static final List<Subnet> NOT_PUBLIC_IPV6 =
      Stream.of("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20").map(Subnet::parse).toList();

  private final List<Subnet> allowed;

  PublicAddresses(List<String> allowedNetworks) {
    this.allowed =
        allowedNetworks.stream().filter(text -> !text.isBlank()).map(Subnet::parse).toList();
  }

  /** An address of the host that may be called; empty if none of its addresses may. */
  Optional<InetAddress> of(String host) throws UnknownHostException {
    return Stream.of(InetAddress.getAllByName(host)).filter(this::mayBeCalled).findFirst();
  }

  private boolean mayBeCalled(InetAddress address) {
    if (address.getHostAddress().indexOf('%') >= 0) {
      return false;
    }
    IpAddress number = IpAddress.parse(address.getHostAddress());
    if (contains(allowed, number)) {
      return true;
    }
    return number.isIpv6()
        ? PUBLIC_IPV6.contains(number) && !contains(NOT_PUBLIC_IPV6, number)
        : !contains(NOT_PUBLIC, number);
  }

  private static boolean contains(List<Subnet> subnets, IpAddress address) {
    return subnets.stream().anyMatch(subnet -> subnet.contains(address));
  }
}
