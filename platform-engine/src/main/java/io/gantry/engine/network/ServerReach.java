package io.gantry.engine.network;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Which DNS servers of the host a container can ask (NETWORK-13). */
public enum ServerReach {
  /** All, for its network is the host's. */
  HOST,
  /** Those of IPv4 that are not on the host's loopback. */
  IPV4,
  /** Those of IPv6 that are neither on the host's loopback nor known on one of its links only. */
  IPV6,
  /** Those of IPv6, too; not those that are known on one link of the host only. */
  DUAL;

  private static final List<String> PUBLIC = List.of("8.8.8.8", "8.8.4.4");
  private static final String PUBLIC_IPV6 = "2001:4860:4860::8888";

  boolean reaches(String server) {
    if (this == HOST) {
      return true;
    }
    boolean ipv6 = server.indexOf(':') >= 0;
    return ipv6
        ? this != IPV4
            && !server.equals("::1")
            && server.indexOf('%') < 0
            && !server.toLowerCase(Locale.ROOT).startsWith("fe80:")
        : this != IPV6 && !server.startsWith("127.");
  }

  /** What is asked where nobody offers a server. */
  List<String> publicServers() {
    return switch (this) {
      case HOST, IPV4 -> PUBLIC;
      case IPV6 -> List.of(PUBLIC_IPV6);
      case DUAL -> Stream.concat(PUBLIC.stream(), Stream.of(PUBLIC_IPV6)).toList();
    };
  }
}
