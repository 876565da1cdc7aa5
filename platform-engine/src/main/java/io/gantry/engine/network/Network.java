package io.gantry.engine.network;

import io.gantry.api.container.TenantId;
import io.gantry.api.network.IpAddress;
import io.gantry.api.network.IpAddress.Family;
import io.gantry.api.network.NetworkDefinition;
import io.gantry.api.network.NetworkSubnet;
import io.gantry.api.network.Subnet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A bridge network of a tenant.
 *
 * @param number unique on this node
 * @param label the name the tools know it by, unique on the host
 * @param bridge name of its interface on the host
 * @param definition what was asked for
 * @param ipv4 its addresses, asked for or chosen; if it has IPv6 alone they only number its
 *     containers, and are on no link
 * @param ipv6 the same of IPv6; absent if it has none
 */
public record Network(
    long number,
    TenantId tenant,
    String name,
    String label,
    String bridge,
    NetworkDefinition definition,
    NetworkSubnet ipv4,
    @Nullable NetworkSubnet ipv6,
    Instant createdAt) {

  /** One for each family it has, IPv4 first. */
  public List<NetworkSubnet> subnets() {
    return Stream.concat(
            Stream.of(ipv4).filter(subnet -> !definition.ipv6Only()),
            Optional.ofNullable(ipv6).stream())
        .toList();
  }

  /** Its range of IPv4. */
  public Subnet subnet() {
    return ipv4.subnet();
  }

  /** Whether it has no way out. */
  public boolean internal() {
    return definition.internal();
  }

  /** The host's addresses in it, one of each family. */
  public List<String> gateways() {
    return subnets().stream().map(NetworkSubnet::gateway).map(IpAddress::toString).toList();
  }

  /** Whether it has addresses of that family. */
  boolean has(Family family) {
    return subnets().stream().anyMatch(subnet -> subnet.subnet().base().family() == family);
  }

  /** An address of it as {@code 10.89.0.2/24}. */
  String withPrefix(IpAddress address) {
    NetworkSubnet subnet = address.isIpv6() && ipv6 != null ? ipv6 : ipv4;
    return address + "/" + subnet.subnet().prefix();
  }

  Network withSubnet(NetworkSubnet other) {
    return new Network(number, tenant, name, label, bridge, definition, other, ipv6, createdAt);
  }
}
