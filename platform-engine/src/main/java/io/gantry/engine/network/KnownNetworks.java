package io.gantry.engine.network;

import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.network.NetworkDefinition;
import io.gantry.api.network.Subnet;
import io.gantry.engine.network.NetworkTable.Fresh;
import io.gantry.engine.state.ContainerConfig;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The networks of the node's tenants, and which of them a container joins. Thread-safe. */
final class KnownNetworks {
  private static final Logger LOG = LoggerFactory.getLogger(KnownNetworks.class);
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}");

  private final NetworkTable table;
  private final AttachmentTable attachments;
  private final SubnetChoice subnets;
  private final Clock clock;

  KnownNetworks(NetworkTable table, AttachmentTable attachments, Clock clock) {
    this.table = table;
    this.attachments = attachments;
    this.subnets = new SubnetChoice(table.mark());
    this.clock = clock;
  }

  /**
   * Adds a network.
   *
   * @throws GantryException NAME_DUPLICATE, INVALID_ARGUMENT, CONFLICT if a subnet is in use,
   *     UNSUPPORTED for IPv6 on a node without
   */
  Network create(TenantId tenant, String name, NetworkDefinition definition) {
    if (!NAME.matcher(name).matches()) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "a network's name begins with a letter or digit and has up to 64 of them, '_', '.', '-'");
    }
    if (table.find(tenant, name).isPresent()) {
      throw GantryException.of(ErrorCode.NAME_DUPLICATE, "a network has this name: use another one")
          .about("network", name);
    }
    return table.add(
        new Fresh(tenant, name, definition, clock.instant()), all -> subnets.of(definition, all));
  }

  List<Network> list() {
    return table.list();
  }

  /** Finds a network by name; NO_SUCH_NETWORK if the tenant has none of it. */
  Network inspect(TenantId tenant, String name) {
    return table.find(tenant, name).orElseThrow(() -> unknown(name));
  }

  void remove(Network network) {
    if (attachments.isUsed(network)) {
      throw GantryException.of(
              ErrorCode.NETWORK_IN_USE, "containers are attached to it: remove them first")
          .about("network", network.name());
    }
    table.remove(network);
  }

  /**
   * The networks of a container, in the order of its interfaces.
   *
   * @throws GantryException NO_SUCH_NETWORK, CONFLICT if somebody else on the node took a subnet
   *     that was asked for
   */
  List<Place> joined(ContainerConfig config) {
    NetworkSpec spec = config.spec().network();
    return spec.joined().stream()
        .distinct()
        .map(name -> new Place(placed(find(config.tenant(), name)), spec.addressesIn(name)))
        .toList();
  }

  private Network find(TenantId tenant, String name) {
    return name.equals(NetworkSpec.DEFAULT)
        ? table.findOrAdd(
            new Fresh(tenant, name, NetworkDefinition.PLAIN, clock.instant()),
            all -> subnets.of(NetworkDefinition.PLAIN, all))
        : inspect(tenant, name);
  }

  /**
   * A network without containers has no bridge that keeps its subnets: if somebody on the host took
   * the range meanwhile, the network moves, unless it is the one that was asked for.
   */
  private Network placed(Network network) {
    if (HostRoutes.hasInterface(network.bridge()) || attachments.isUsed(network)) {
      return network;
    }
    List<Subnet> taken = HostRoutes.taken();
    List<Subnet> lost =
        network.subnets().stream()
            .map(subnet -> subnet.subnet())
            .filter(subnet -> taken.stream().anyMatch(subnet::overlaps))
            .toList();
    if (lost.isEmpty()) {
      return network;
    }
    if (!lost.equals(List.of(network.subnet())) || isAskedFor(network)) {
      throw GantryException.of(
              ErrorCode.CONFLICT,
              "a route of this node leads to its subnet %s: remove that, or make the network anew"
                  .formatted(lost.getFirst()))
          .about("network", network.name());
    }
    LOG.atWarn().addKeyValue("network", network.label()).log("subnet is taken, choosing another");
    return table.move(network, all -> subnets.of(NetworkDefinition.PLAIN, all));
  }

  private static boolean isAskedFor(Network network) {
    return network.definition().ipv4Subnet().isPresent();
  }

  private static GantryException unknown(String name) {
    return GantryException.of(
            ErrorCode.NO_SUCH_NETWORK, "the tenant has no such network: create it first")
        .about("network", name);
  }
}
