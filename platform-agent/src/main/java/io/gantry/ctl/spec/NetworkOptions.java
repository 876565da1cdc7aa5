package io.gantry.ctl.spec;

import io.gantry.api.container.AddressSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.PortMapping;
import io.gantry.api.network.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a container meets the network. */
final class NetworkOptions {
  @Option(
      names = "--network",
      paramLabel = "NETWORK",
      description =
          "bridge, host, none, container:NAME, or the name of a network; several may be given.")
  private List<String> networks = new ArrayList<>();

  @Option(
      names = "--network-alias",
      paramLabel = "NAME",
      description = "Further name of it on its networks.")
  private List<String> aliases = new ArrayList<>();

  @Option(
      names = {"-p", "--publish"},
      paramLabel = "[[ADDRESS:]PORT:]PORT[/udp]",
      description =
          "Publish a port of the container on its node, or a range as 8000-8010:9000-9010.")
  private List<PortMapping> ports = new ArrayList<>();

  @Option(names = "--ip", paramLabel = "ADDRESS", description = "IPv4 address in its network.")
  private @Nullable IpAddress ipv4;

  @Option(names = "--ip6", paramLabel = "ADDRESS", description = "IPv6 address in its network.")
  private @Nullable IpAddress ipv6;

  @Option(
      names = "--mac-address",
      paramLabel = "ADDRESS",
      description = "Hardware address in its network.")
  private @Nullable String mac;

  @Option(names = "--dns", paramLabel = "ADDRESS", description = "DNS server.")
  private List<String> dnsServers = new ArrayList<>();

  @Option(names = "--dns-search", paramLabel = "DOMAIN", description = "DNS search domain.")
  private List<String> dnsSearch = new ArrayList<>();

  @Option(names = "--dns-option", paramLabel = "OPTION", description = "DNS resolver option.")
  private List<String> dnsOptions = new ArrayList<>();

  @Option(
      names = "--add-host",
      paramLabel = "NAME:ADDRESS",
      description = "Further line of /etc/hosts.")
  private List<String> hosts = new ArrayList<>();

  NetworkSpec network() {
    NetworkSpec.Mode mode = NetworkSpec.Mode.BRIDGE;
    @Nullable String owner = null;
    List<String> names = new ArrayList<>();
    for (String network : networks) {
      if (network.startsWith(NamespaceOptions.CONTAINER)) {
        mode = NetworkSpec.Mode.CONTAINER;
        owner = network.substring(NamespaceOptions.CONTAINER.length());
        continue;
      }
      switch (network) {
        case "host" -> mode = NetworkSpec.Mode.HOST;
        case "none" -> mode = NetworkSpec.Mode.NONE;
        case "bridge" -> mode = NetworkSpec.Mode.BRIDGE;
        default -> names.add(network);
      }
    }
    if (mode != NetworkSpec.Mode.BRIDGE && networks.size() > 1) {
      throw new IllegalArgumentException(
          "--network host, none and container:NAME exclude every other network: give only one");
    }
    return new NetworkSpec(
        mode,
        owner,
        names,
        aliases,
        ports,
        dnsServers,
        dnsSearch,
        dnsOptions,
        extraHosts(),
        addresses(mode, names));
  }

  private Map<String, AddressSpec> addresses(NetworkSpec.Mode mode, List<String> names) {
    AddressSpec wanted = new AddressSpec(ipv4, ipv6, mac);
    if (wanted.equals(AddressSpec.ANY)) {
      return Map.of();
    }
    if (mode != NetworkSpec.Mode.BRIDGE || names.size() > 1) {
      throw new IllegalArgumentException(
          "--ip, --ip6 and --mac-address go with one network: give only one --network of a bridge");
    }
    return Map.of(names.isEmpty() ? NetworkSpec.DEFAULT : names.getFirst(), wanted);
  }

  private Map<String, String> extraHosts() {
    Map<String, String> extra = new LinkedHashMap<>();
    for (String host : hosts) {
      int colon = host.indexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException(
            "'" + host + "' is no value for --add-host: write it as NAME:ADDRESS");
      }
      extra.put(host.substring(0, colon), host.substring(colon + 1));
    }
    return extra;
  }
}
