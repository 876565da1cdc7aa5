package io.gantry.engine.network;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.network.NetworkDefinition;
import io.gantry.api.network.NetworkSubnet;
import io.gantry.api.network.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The subnets of a network: those asked for, if they are free on this node, others chosen. */
final class SubnetChoice {
  private static final int HEXADECIMAL = 16;

  private final long start;
  private final SubnetPool ipv6;

  /**
   * @param mark that of the installation, hexadecimal
   */
  SubnetChoice(String mark) {
    this.start = Long.parseLong(mark, HEXADECIMAL);
    this.ipv6 = SubnetPool.ipv6(mark);
  }

  /**
   * One for each family the network has, IPv4 first.
   *
   * @param others all networks it must not meet
   * @throws GantryException CONFLICT if one that was asked for is in use, NETWORK if none is free,
   *     UNSUPPORTED if the node has no IPv6
   */
  List<NetworkSubnet> of(NetworkDefinition definition, List<Network> others) {
    List<Subnet> taken = new ArrayList<>(HostRoutes.taken());
    others.stream().flatMap(other -> other.subnets().stream()).forEach(s -> taken.add(s.subnet()));
    List<NetworkSubnet> subnets = new ArrayList<>();
    subnets.add(
        definition
            .ipv4Subnet()
            .map(asked -> requireFree(asked, taken))
            .orElseGet(chosen(SubnetPool.IPV4, start, taken)));
    if (definition.ipv6()) {
      requireIpv6();
      subnets.add(
          definition
              .ipv6Subnet()
              .map(asked -> requireFree(asked, taken))
              .orElseGet(chosen(ipv6, 0, taken)));
    }
    return subnets;
  }

  private static Supplier<NetworkSubnet> chosen(SubnetPool pool, long from, List<Subnet> taken) {
    return () -> NetworkSubnet.of(pool.next(from, taken));
  }

  private static NetworkSubnet requireFree(NetworkSubnet asked, List<Subnet> taken) {
    if (taken.stream().anyMatch(asked.subnet()::overlaps)) {
      throw GantryException.of(
          ErrorCode.CONFLICT,
          "subnet %s is in use on this node: choose another".formatted(asked.subnet()));
    }
    return asked;
  }

  private static void requireIpv6() {
    if (!HostRoutes.hasIpv6()) {
      throw GantryException.of(
          ErrorCode.UNSUPPORTED,
          "this node's kernel has IPv6 turned off: turn it on, or make the network without");
    }
  }
}
