package io.gantry.engine.network;

import io.gantry.api.container.PortMapping;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.network.IpAddress;
import io.gantry.api.network.IpAddress.Family;
import java.util.List;
import java.util.Set;

/** The addresses of the host that ports are published on. */
final class PublishedAddresses {
  private PublishedAddresses() {}

  /**
   * One for each socket a port needs.
   *
   * @param families those of the container's networks
   * @throws GantryException INVALID_ARGUMENT for what the tool would not do as it is asked for
   */
  static List<IpAddress> of(PortMapping port, Set<Family> families) {
    String text = port.hostAddress();
    if (text == null) {
      return families.stream().sorted().map(Family::any).toList();
    }
    IpAddress address = IpAddress.parse(text);
    if (!families.contains(address.family())) {
      throw refused(
          port,
          address.isIpv6()
              ? "none of its networks has IPv6: publish it on an IPv4 address"
              : "none of its networks has IPv4: publish it on an IPv6 address");
    }
    if (families.contains(Family.IPV6) && port.everywhere()) {
      throw refused(
          port,
          "its network has IPv6, so it is published on every address of all its families or on one:"
              + " leave the address out, or name one");
    }
    return List.of(address);
  }

  /** What netavark is told: it takes all zeros for one address among others. */
  static String forTool(PortMapping port) {
    String address = port.hostAddress();
    return address == null || port.everywhere() ? "" : address;
  }

  private static GantryException refused(PortMapping port, String reason) {
    return GantryException.of(
        ErrorCode.INVALID_ARGUMENT, "network.ports %s: %s".formatted(port.onHost(), reason));
  }
}
