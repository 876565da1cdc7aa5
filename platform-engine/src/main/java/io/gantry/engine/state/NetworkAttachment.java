package io.gantry.engine.state;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * How a container is connected: its network namespace and what was set up in it.
 *
 * @param namespace file the namespace is bound to
 * @param dnsServers servers the networks offer
 */
public record NetworkAttachment(
    Path namespace, List<Interface> interfaces, List<String> dnsServers) {
  public NetworkAttachment {
    interfaces = interfaces == null ? List.of() : List.copyOf(interfaces);
    dnsServers = dnsServers == null ? List.of() : List.copyOf(dnsServers);
  }

  /**
   * One interface in the namespace.
   *
   * @param network name of the network it joins
   * @param name as {@code eth0}
   * @param addresses with prefix length, as {@code 10.89.0.2/24}
   */
  public record Interface(
      String network, String name, String mac, List<String> addresses, List<String> gateways) {
    public Interface {
      addresses = addresses == null ? List.of() : List.copyOf(addresses);
      gateways = gateways == null ? List.of() : List.copyOf(gateways);
    }
  }

  /** The same namespace while its links are changed: recorded so until that is done. */
  public NetworkAttachment unbuilt() {
    return new NetworkAttachment(namespace, List.of(), dnsServers);
  }

  /** Whether its links are as recorded; not so after a change that was cut off. */
  public boolean built() {
    return !interfaces.isEmpty();
  }

  /** The same, asking servers the earlier one had not first, and the others in its order. */
  public NetworkAttachment following(NetworkAttachment earlier) {
    return new NetworkAttachment(
        namespace,
        interfaces,
        dnsServers.stream().sorted(Comparator.comparingInt(earlier.dnsServers::indexOf)).toList());
  }

  /** Whether it has an address of IPv4. */
  public boolean hasIpv4() {
    return addresses().stream().anyMatch(address -> address.indexOf(':') < 0);
  }

  /** Whether it has an address of IPv6. */
  public boolean hasIpv6() {
    return addresses().stream().anyMatch(address -> address.indexOf(':') >= 0);
  }

  /** All addresses, without prefix lengths. */
  public List<String> addresses() {
    return interfaces.stream()
        .flatMap(link -> link.addresses().stream())
        .map(address -> address.replaceFirst("/.*", ""))
        .toList();
  }
}
