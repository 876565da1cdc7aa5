package io.gantry.engine.network;

import io.gantry.api.container.PortMapping;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.network.IpAddress;
import io.gantry.api.network.IpAddress.Family;
import java.util.List;

/** The addresses of the host that ports are published on. */
final class PublishedAddresses {
  private PublishedAddresses() {}

  /**
   * One for each socket a port needs.
   *
   * @param ipv6 whether a network of the container has IPv6
   * @throws GantryException INVALID_ARGUMENT for what the tool would not do as it is asked for
   */
  static List<IpAddress> of(PortMapping port, boolean ipv6) {
    String text = port.hostAddress();
    if (text == null) {
      return ipv6 ? List.of(Family.IPV4.any(), Family.IPV6.any()) : List.of(Family.IPV4.any());
    }
    IpAddress address = IpAddress.parse(text);
    if (address.isIpv6() && !ipv6) {
      throw refused(port, "none of its networks has IPv6: publish it on an IPv4 address");
    }
    if (ipv6 && port.everywhere()) {
      throw refused(
          port,
          "its network has IPv6, so it is published on every address of both families or on one:"
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
