package io.gantry.api.container;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a container meets the network.
 *
 * @param container with {@link Mode#CONTAINER}, name or id of the container whose network it joins
 * @param networks names of the bridge networks joined; empty with {@link Mode#BRIDGE} is the
 *     tenant's own
 * @param ports published ones; without {@link Mode#BRIDGE} they are left out with a warning
 * @param aliases further DNS names on every network
 * @param extraHosts name to address, put first into /etc/hosts
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
    Map<String, String> extraHosts) {
  public static final NetworkSpec BRIDGE = new NetworkSpec(Mode.BRIDGE);

  public enum Mode {
    BRIDGE,
    HOST,
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
      @Nullable Map<String, String> extraHosts) {
    this.mode = mode == null ? Mode.BRIDGE : mode;
    this.container = container;
    this.networks = Copies.of(networks);
    this.aliases = Copies.of(aliases);
    this.ports = Copies.of(ports);
    this.dnsServers = Copies.of(dnsServers);
    this.dnsSearch = Copies.of(dnsSearch);
    this.dnsOptions = Copies.of(dnsOptions);
    this.extraHosts = Copies.of(extraHosts);
    if ((container != null) != (this.mode == Mode.CONTAINER)) {
      throw new IllegalArgumentException(
          "network.container is given with network.mode CONTAINER, and only then");
    }
  }

  /** A mode with nothing asked besides. */
  public static NetworkSpec of(Mode mode) {
    return new NetworkSpec(mode);
  }

  /** The network of this container. */
  public static NetworkSpec of(String container) {
    return new NetworkSpec(Mode.CONTAINER, container, null, null, null, null, null, null, null);
  }

  private NetworkSpec(Mode mode) {
    this(mode, null, null, null, null, null, null, null, null);
  }

  /** The ports that are really published: only a bridge has any (NETWORK-16). */
  public List<PortMapping> published() {
    return mode == Mode.BRIDGE ? ports : List.of();
  }

  /** The same with these networks. */
  public NetworkSpec withNetworks(List<String> joined) {
    return new NetworkSpec(
        mode, container, joined, aliases, ports, dnsServers, dnsSearch, dnsOptions, extraHosts);
  }

  /** The same with these DNS names. */
  public NetworkSpec withAliases(List<String> names) {
    return new NetworkSpec(
        mode, container, networks, names, ports, dnsServers, dnsSearch, dnsOptions, extraHosts);
  }

  /** The same with these published ports. */
  public NetworkSpec withPorts(PortMapping... published) {
    return new NetworkSpec(
        mode,
        container,
        networks,
        aliases,
        List.of(published),
        dnsServers,
        dnsSearch,
        dnsOptions,
        extraHosts);
  }
}
