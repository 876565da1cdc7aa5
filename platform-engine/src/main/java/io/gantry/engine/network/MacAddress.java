package io.gantry.engine.network;

import io.gantry.api.network.IpAddress;

/**
 * Hardware addresses made from IPv4 addresses: when an address is given again, its neighbours'
 * caches are still right.
 */
final class MacAddress {
  /** Locally administered, and no multicast. */
  private static final String PREFIX = "02:67";

  private static final int OCTET = 0xff;

  private MacAddress() {}

  static String of(IpAddress ipv4) {
    int address = ipv4.number().intValue();
    return "%s:%02x:%02x:%02x:%02x"
        .formatted(
            PREFIX,
            address >>> 24,
            (address >>> 16) & OCTET,
            (address >>> 8) & OCTET,
            address & OCTET);
  }
}
