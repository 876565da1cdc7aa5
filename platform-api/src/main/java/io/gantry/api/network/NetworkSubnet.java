package io.gantry.api.network;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a network in one family.
 *
 * @param subnet IPv4 with a prefix from 16 to 30, IPv6 from 48 to 124
 * @param gateway the host's own address; absent is the first
 * @param range where addresses are chosen from; absent is the whole subnet, and addresses that are
 *     asked for may lie anywhere in that
 */
public record NetworkSubnet(Subnet subnet, IpAddress gateway, Subnet range) {
  private static final int LARGEST_IPV4 = 16;
  private static final int SMALLEST_IPV4 = 30;
  private static final int LARGEST_IPV6 = 48;
  private static final int SMALLEST_IPV6 = 124;

  /** What the kernel keeps for itself, or hands to whole groups. */
  private static final List<Subnet> RESERVED =
      List.of(
          Subnet.parse("0.0.0.0/8"),
          Subnet.parse("127.0.0.0/8"),
          Subnet.parse("169.254.0.0/16"),
          Subnet.parse("224.0.0.0/3"),
          Subnet.parse("::/8"),
          Subnet.parse("fe80::/10"),
          Subnet.parse("ff00::/8"));

  public NetworkSubnet(Subnet subnet, @Nullable IpAddress gateway, @Nullable Subnet range) {
    this.subnet = subnet;
    requireUsable(subnet);
    this.gateway = gateway == null ? subnet.base().plus(1) : gateway;
    this.range = range == null ? subnet : range;
    if (!isHost(this.gateway)) {
      throw new IllegalArgumentException(
          "gateway %s is no address of a host in %s: choose another, or leave it out"
              .formatted(this.gateway, subnet));
    }
    if (!subnet.contains(this.range)) {
      throw new IllegalArgumentException(
          "range %s is not a part of subnet %s: choose one inside".formatted(this.range, subnet));
    }
  }

  /** A subnet with nothing asked besides. */
  public static NetworkSubnet of(Subnet subnet) {
    return new NetworkSubnet(subnet, null, null);
  }

  private static void requireUsable(Subnet subnet) {
    int least = subnet.isIpv6() ? LARGEST_IPV6 : LARGEST_IPV4;
    int most = subnet.isIpv6() ? SMALLEST_IPV6 : SMALLEST_IPV4;
    if (subnet.prefix() < least || subnet.prefix() > most) {
      throw new IllegalArgumentException(
          "subnet %s: its prefix is between %d and %d".formatted(subnet, least, most));
    }
    if (RESERVED.stream().anyMatch(subnet::overlaps)) {
      throw new IllegalArgumentException(
          "subnet %s is of no use to containers: choose one like 10.90.1.0/24 or fd00:1:2:3::/64"
              .formatted(subnet));
    }
  }

  /** Whether the address can be that of a container. */
  public boolean isFree(IpAddress address) {
    return isHost(address) && !address.equals(gateway);
  }

  /** Neither the subnet's own address nor the last, which means all of its hosts. */
  private boolean isHost(IpAddress address) {
    return subnet.contains(address)
        && !address.equals(subnet.base())
        && !address.equals(subnet.end());
  }

  /** How far an address lies behind the first of its subnet. */
  public BigInteger offset(IpAddress address) {
    return address.number().subtract(subnet.base().number());
  }
}
