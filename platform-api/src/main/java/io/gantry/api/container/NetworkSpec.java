package io.gantry.api.container;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a container meets the network.
 *
 * @param container with {@link Mode#CONTAINER}, name or id of the container whose network it joins
 * @param networks names of the bridge networks joined; empty with {@link Mode#BRIDGE} is the
 *     tenant's own
 * @param ports published ones, at most 1000 in all; without {@link Mode#BRIDGE} they are left out
 *     with a warning
 * @param aliases further DNS names on every network
 * @param extraHosts name to address, put first into /etc/hosts
 * @param addresses network to the addresses wanted there, of networks it joins
 */
public record NetworkSpec(
    Mode mode,
    @Nullable String container,
    List<String> networks,
    List<String> aliases,
    List<PortMapping> ports,
    List<String> dnsServers,
    List<String> dnsSearch,
    List<String> dnsOptions,
    Map<String, String> extraHosts,
    Map<String, AddressSpec> addresses) {
  /** The network a tenant's containers join when they name none. */
  public static final String DEFAULT = "default";

  /** The tenant's own network, with nothing asked besides. */
  public static final NetworkSpec BRIDGE = new NetworkSpec(Mode.BRIDGE);

  /** Whose network it has. */
  public enum Mode {
    /** One of its own, connected to networks of its tenant. */
    BRIDGE,
    /** The host's. */
    HOST,
    /** One of its own with nothing in it but a loopback. */
    NONE,
    /** The network of another container on the same node. */
    CONTAINER
  }

  public NetworkSpec(
      @Nullable Mode mode,
      @Nullable String container,
      @Nullable List<String> networks,
      @Nullable List<String> aliases,
      @Nullable List<PortMapping> ports,
      @Nullable List<String> dnsServers,
      @Nullable List<String> dnsSearch,
      @Nullable List<String> dnsOptions,
      @Nullable Map<String, String> extraHosts,
      @Nullable Map<String, AddressSpec> addresses) {
    this.mode = mode == null ? Mode.BRIDGE : mode;
    this.container = container;
    this.networks = Copies.of(networks);
    this.aliases = Copies.of(aliases);
    this.ports = Copies.of(ports).stream().distinct().toList();
    this.dnsServers = Copies.of(dnsServers);
    this.dnsSearch = Copies.of(dnsSearch);
    this.dnsOptions = Copies.of(dnsOptions);
    this.extraHosts = Copies.of(extraHosts);
    this.addresses = Copies.of(addresses);
    if ((container != null) != (this.mode == Mode.CONTAINER)) {
      throw new IllegalArgumentException(
          "network.container is given with network.mode CONTAINER, and only then");
    }
    PublishedPorts.check(this.ports);
    this.addresses.keySet().forEach(this::requireJoined);
  }

  private void requireJoined(String network) {
    if (!joined().contains(network)) {
      throw new IllegalArgumentException(
          "network.addresses.%s: it does not join this network: name it in network.networks"
              .formatted(network));
    }
  }

  /** A mode with nothing asked besides. */
  public static NetworkSpec of(Mode mode) {
    return new NetworkSpec(mode);
  }

  /** The network of this container. */
  public static NetworkSpec of(String container) {
    return new NetworkSpec(
        Mode.CONTAINER, container, null, null, null, null, null, null, null, null);
  }

  private NetworkSpec(Mode mode) {
    this(mode, null, null, null, null, null, null, null, null, null);
  }

  /** The networks it joins, its tenant's own if it names none: only a bridge has any. */
  public List<String> joined() {
    if (mode != Mode.BRIDGE) {
      return List.of();
    }
    return networks.isEmpty() ? List.of(DEFAULT) : networks;
  }

  /** The addresses it wants in a network. */
  public AddressSpec addressesIn(String network) {
    return addresses.getOrDefault(network, AddressSpec.ANY);
  }

  /** The ports that are really published: only a bridge has any (NETWORK-16). */
  public List<PortMapping> published() {
    return mode == Mode.BRIDGE ? ports : List.of();
  }

  /** The same with these networks; what was wanted in others is forgotten. */
  public NetworkSpec withNetworks(List<String> others) {
    Map<String, AddressSpec> left = new LinkedHashMap<>(addresses);
    left.keySet().retainAll(others);
    return with(others, ports, left);
  }

  /** The same with these DNS names. */
  public NetworkSpec withAliases(List<String> names) {
    return new NetworkSpec(
        mode,
        container,
        networks,
        names,
        ports,
        dnsServers,
        dnsSearch,
        dnsOptions,
        extraHosts,
        addresses);
  }

  /** The same with these published ports. */
  public NetworkSpec withPorts(PortMapping... published) {
    return with(networks, List.of(published), addresses);
  }

  /** The same with these addresses in a network, which it joins. */
  public NetworkSpec withAddresses(String network, AddressSpec wanted) {
    Map<String, AddressSpec> all = new LinkedHashMap<>(addresses);
    all.put(network, wanted);
    return with(networks, ports, all);
  }

  private NetworkSpec with(
      List<String> names, List<PortMapping> published, Map<String, AddressSpec> wanted) {
    return new NetworkSpec(
        mode,
        container,
        names,
        aliases,
        published,
        dnsServers,
        dnsSearch,
        dnsOptions,
        extraHosts,
        wanted);
  }
}
