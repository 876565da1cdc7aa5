package io.gantry.engine.network;

import io.gantry.engine.state.NetworkAttachment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Where a container wants to be.
 *
 * @param networks it joins
 * @param addresses it wants in some of them, by the network's number
 */
record Wish(List<Network> networks, Map<Long, Long> addresses) {

  /** These networks, at any address. */
  static Wish of(List<Network> networks) {
    return new Wish(networks, Map.of());
  }

  /** These networks, at the addresses it had in those it has joined before. */
  static Wish of(List<Network> networks, NetworkAttachment before) {
    Map<Long, Long> addresses = new HashMap<>();
    for (Network network : networks) {
      before.interfaces().stream()
          .filter(link -> link.network().equals(network.name()))
          .flatMap(link -> link.addresses().stream())
          .map(address -> Subnet.parse(address.replaceFirst("/.*", "/32")).base())
          .filter(network.subnet()::contains)
          .forEach(address -> addresses.put(network.number(), address));
    }
    return new Wish(networks, addresses);
  }

  /** The address it wants there; empty is any. */
  OptionalLong address(Network network) {
    Long address = addresses.get(network.number());
    return address == null ? OptionalLong.empty() : OptionalLong.of(address);
  }
}
