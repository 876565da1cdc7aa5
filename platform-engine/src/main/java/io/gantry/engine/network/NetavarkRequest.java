package io.gantry.engine.network;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.PortMapping;
import io.gantry.api.network.NetworkSubnet;
import io.gantry.engine.state.ContainerConfig;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What netavark reads: the container, its ports, its place in each network (NETWORK-9). */
final class NetavarkRequest {
  private static final String OPTIONS = "networks";
  private static final String DEFINITIONS = "network_info";
  private static final String INTERFACE = "interface_name";

  private NetavarkRequest() {}

  static String of(ContainerConfig config, List<Network> networks, List<Lease> leases) {
    ObjectNode request = container(config.id(), config.networkName());
    ports(config.spec().network().published(), request.withArray("port_mappings"));
    join(request, aliases(config), networks, leases);
    return request.toString();
  }

  /** Of what is no container, and has a name only. */
  static String of(ContainerId nobody, String name, Network network, Lease lease) {
    ObjectNode request = container(nobody, name);
    join(request, Set.of(), List.of(network), List.of(lease));
    return request.toString();
  }

  /**
   * The same request with the names of the container it was handed over to. The id stays: what is
   * built is found by it.
   */
  static String named(String request, ContainerConfig config) {
    ObjectNode named = read(request);
    named.put("container_name", config.networkName());
    Set<String> aliases = aliases(config);
    named
        .withObjectProperty(OPTIONS)
        .forEach(own -> aliases.forEach(((ObjectNode) own).putArray("aliases")::add));
    return named.toString();
  }

  /** The container's names in a network, as the DNS server keeps them. */
  static String names(String request, Network network) {
    ObjectNode read = read(request);
    return Stream.concat(
            Stream.of(read.path("container_name")),
            read.path(OPTIONS).path(network.label()).path("aliases").valueStream())
        .map(JsonNode::asString)
        .collect(Collectors.joining(","));
  }

  /** The same request with the container in these networks, too. */
  static String with(
      String request, ContainerConfig config, List<Network> networks, List<Lease> leases) {
    ObjectNode extended = read(request);
    join(extended, aliases(config), networks, leases);
    return extended.toString();
  }

  /** The part of the request that is about these networks, by their labels. */
  static String only(String request, Collection<String> labels) {
    ObjectNode reduced = read(request);
    reduced.withObjectProperty(OPTIONS).retain(labels);
    reduced.withObjectProperty(DEFINITIONS).retain(labels);
    return reduced.toString();
  }

  /** The labels of its networks, in the order they were joined. */
  static List<String> labels(String request) {
    return List.copyOf(read(request).path(OPTIONS).propertyNames());
  }

  /** What the interface in a network is called. */
  static String interfaceName(String request, Network network) {
    return read(request).path(OPTIONS).path(network.label()).path(INTERFACE).asString();
  }

  private static ObjectNode read(String request) {
    return (ObjectNode) JsonMapper.shared().readTree(request);
  }

  private static ObjectNode container(ContainerId id, String name) {
    ObjectNode request = JsonMapper.shared().createObjectNode();
    request.put("container_id", id.value()).put("container_name", name);
    request.putArray("port_mappings");
    return request;
  }

  private static void join(
      ObjectNode request, Set<String> aliases, List<Network> networks, List<Lease> leases) {
    ObjectNode options = request.withObjectProperty(OPTIONS);
    ObjectNode definitions = request.withObjectProperty(DEFINITIONS);
    for (int i = 0; i < networks.size(); i++) {
      Network network = networks.get(i);
      Lease lease = leases.get(i);
      String link = freeInterface(options);
      ObjectNode own = options.putObject(network.label());
      lease
          .addresses(network)
          .forEach(address -> own.withArray("static_ips").add(address.toString()));
      own.put("static_mac", lease.mac()).put(INTERFACE, link);
      aliases.forEach(own.putArray("aliases")::add);
      definition(network, definitions.putObject(network.label()));
    }
  }

  /** The first of eth0, eth1, … that no network has: a name never changes while it is used. */
  private static String freeInterface(ObjectNode options) {
    Set<String> used = new HashSet<>();
    options.forEach(own -> used.add(own.path(INTERFACE).asString()));
    int number = 0;
    while (used.contains("eth" + number)) {
      number++;
    }
    return "eth" + number;
  }

  private static Set<String> aliases(ContainerConfig config) {
    Set<String> aliases = new LinkedHashSet<>();
    aliases.add(config.id().shortId());
    config.spec().network().aliases().stream().map(HostNames::require).forEach(aliases::add);
    return aliases;
  }

  private static void definition(Network network, ObjectNode node) {
    node.put("name", network.label())
        .put("id", "%064x".formatted(network.number()))
        .put("driver", "bridge")
        .put("network_interface", network.bridge())
        .put("internal", network.internal())
        .put("ipv6_enabled", network.ipv6() != null)
        .put("dns_enabled", true);
    for (NetworkSubnet subnet : network.subnets()) {
      node.withArray("subnets")
          .addObject()
          .put("subnet", subnet.subnet().toString())
          .put("gateway", subnet.gateway().toString());
    }
    // Keeps the networks of tenants apart: packets from one to another are dropped.
    ObjectNode options = node.putObject("options").put("isolate", "true");
    network.definition().options().forEach(options::put);
    node.putObject("ipam_options").put("driver", "host-local");
  }

  private static void ports(List<PortMapping> ports, ArrayNode node) {
    for (PortMapping port : ports) {
      node.addObject()
          .put("host_ip", PublishedAddresses.forTool(port))
          .put("host_port", port.hostPort())
          .put("container_port", port.containerPort())
          .put("range", port.range())
          .put("protocol", port.protocol().name().toLowerCase(Locale.ROOT));
    }
  }
}
