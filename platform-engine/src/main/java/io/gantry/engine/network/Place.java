package io.gantry.engine.network;

import io.gantry.api.container.AddressSpec;
import io.gantry.api.network.IpAddress;
import io.gantry.engine.state.NetworkAttachment;
import io.gantry.engine.state.NetworkAttachment.Interface;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network that a container joins.
 *
 * @param wanted the addresses it is to have there
 */
record Place(Network network, AddressSpec wanted) {

  static List<Network> networks(List<Place> places) {
    return places.stream().map(Place::network).toList();
  }

  /** The same with the addresses an earlier attachment had there, as far as they fit. */
  Place asBefore(NetworkAttachment before) {
    return before.interfaces().stream()
        .filter(link -> link.network().equals(network.name()))
        .findFirst()
        .map(link -> new Place(network, addresses(link)))
        .orElse(this);
  }

  private AddressSpec addresses(Interface link) {
    List<IpAddress> fitting =
        link.addresses().stream()
            .map(address -> IpAddress.parse(address.replaceFirst("/.*", "")))
            .filter(address -> network.subnets().stream().anyMatch(each -> each.isFree(address)))
            .toList();
    return new AddressSpec(first(fitting, false), first(fitting, true), link.mac());
  }

  private static @Nullable IpAddress first(List<IpAddress> addresses, boolean ofIpv6) {
    return addresses.stream()
        .filter(address -> address.isIpv6() == ofIpv6)
        .findFirst()
        .orElse(null);
  }

  /** Whether any address will do. */
  boolean isAnywhere() {
    return wanted.equals(AddressSpec.ANY);
  }
}
