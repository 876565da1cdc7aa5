package io.gantry.engine.network;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.network.Attachment.Lease;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.Database;
import io.gantry.engine.state.NetworkAttachment;
import io.gantry.engine.state.NetworkAttachment.Interface;
import io.gantry.engine.state.Reserve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bridge networks of this node and the containers in them. Thread-safe; the lock of a container
 * whose attachment changes is the caller's.
 */
public final class Networks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Networks.class);
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}");
  private static final int SMALLEST_PREFIX = 30;
  private static final int LARGEST_PREFIX = 16;
  private static final int MARK_BYTES = 3;
  private static final int HEXADECIMAL = 16;

  private final NetworkTable networks;
  private final Database running;
  private final AttachmentTable attachments;
  private final Wiring wiring;
  private final Connections connections;
  private final Spares spares;
  private final LiveNetworks live;
  private final Clock clock;

  /**
   * Opens the rooms on the node's store and the directory on tmpfs.
   *
   * @param random gives an installation its mark on its first start
   * @param mostSpares how many connections may be built ahead, for containers to come; 0 is none
   */
  public Networks(
      Database database, Path runDir, Clock clock, SecureRandom random, int mostSpares) {
    byte[] fresh = new byte[MARK_BYTES];
    random.nextBytes(fresh);
    this.networks = new NetworkTable(database, HexFormat.of().formatHex(fresh));
    this.clock = clock;
    try {
      Files.createDirectories(runDir);
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.NETWORK, "directory " + runDir + " cannot be made", e);
    }
    this.running =
        Database.open(
            runDir.resolve("network.sqlite"),
            new Reserve(runDir.resolve("network.reserve"), 0),
            AttachmentTable.SCHEMA);
    this.attachments = new AttachmentTable(running);
    NamespaceFiles namespaces = new NamespaceFiles(runDir.resolve("netns"));
    this.wiring = new Wiring(new Netavark(runDir.resolve("netavark")), namespaces);
    this.connections = new Connections(attachments, namespaces, wiring);
    this.spares = new Spares(connections, random, mostSpares);
    this.live = new LiveNetworks(attachments, wiring);
  }

  /** Tables of this room in the node's store. */
  public static List<String> schema() {
    return NetworkTable.SCHEMA;
  }

  /**
   * Reserves a container's addresses and makes its namespace, in which {@link #connect} builds its
   * links. What was left of an earlier attachment of the same container is taken down first. After
   * a failure nothing stays.
   *
   * @return empty for a container that needs no attachment: with the host's network, or none
   * @throws GantryException NO_SUCH_NETWORK, NETWORK
   */
  public Optional<NetworkAttachment> open(ContainerConfig config) {
    if (config.spec().network().mode() != NetworkSpec.Mode.BRIDGE) {
      return Optional.empty();
    }
    detach(config.id());
    List<Network> joined = joined(config);
    Attachment attachment =
        spare(config, joined)
            .orElseGet(
                () ->
                    sparing(
                        joined,
                        () ->
                            connections.open(
                                config.id(), Wish.of(joined), request(config, joined))));
    return Optional.of(describe(attachment, joined));
  }

  /**
   * As {@link #open}, with the addresses an earlier attachment had in the networks that are still
   * joined; a new one where it had none.
   *
   * @throws GantryException CONFLICT if one of them is another container's now
   */
  public NetworkAttachment openAgain(ContainerConfig config, NetworkAttachment before) {
    detach(config.id());
    List<Network> joined = joined(config);
    Wish wish = Wish.of(joined, before);
    Attachment attachment =
        sparing(joined, () -> connections.open(config.id(), wish, request(config, joined)));
    return describe(attachment, joined);
  }

  /**
   * As {@link #open}, with the namespace of a process that is there already, which belongs to the
   * container's user namespace (NETWORK-6).
   */
  public Optional<NetworkAttachment> adopt(ContainerConfig config, ProcessIdentity process) {
    if (config.spec().network().mode() != NetworkSpec.Mode.BRIDGE) {
      return Optional.empty();
    }
    detach(config.id());
    List<Network> joined = joined(config);
    Attachment attachment =
        sparing(
            joined,
            () -> connections.adopt(config.id(), joined, request(config, joined), process.pid()));
    return Optional.of(describe(attachment, joined));
  }

  private static Function<List<Lease>, String> request(
      ContainerConfig config, List<Network> joined) {
    return leases -> NetavarkRequest.of(config, joined, leases);
  }

  /** One built ahead, where it is all the container wants. */
  private Optional<Attachment> spare(ContainerConfig config, List<Network> joined) {
    Network network = joined.getFirst();
    if (joined.size() > 1 || network.internal() || !config.spec().network().ports().isEmpty()) {
      return Optional.empty();
    }
    Optional<Attachment> spare = spares.give(config, network);
    spares.used(network);
    return spare;
  }

  /** Spares give way where no address is left. */
  private Attachment sparing(List<Network> joined, Supplier<Attachment> opening) {
    try {
      return opening.get();
    } catch (GantryException e) {
      if (joined.stream().filter(network -> spares.drop(network.number())).count() == 0) {
        throw e;
      }
      return opening.get();
    }
  }

  /**
   * Builds the links of a container whose namespace is open. After a failure it may be connected by
   * half, and is to be detached.
   *
   * @throws GantryException NETWORK
   */
  public void connect(ContainerId container) {
    try {
      Optional<Spare> spare = spares.unfinished(container);
      if (spare.isPresent()) {
        connections.finish(container, spare.get());
      } else {
        connections.connect(container);
      }
    } catch (GantryException failure) {
      throw failure.about("container", container);
    }
  }

  /**
   * Brings the open, connected namespace of a container to the networks in its spec: others are
   * taken down, missing ones built, the rest is not touched (NETWORK-18). After a failure it can be
   * repeated, also with the networks before.
   *
   * @throws GantryException NO_SUCH_NETWORK, NETWORK
   */
  public NetworkAttachment change(ContainerConfig config) {
    List<Network> joined = joined(config);
    return describe(live.change(config, joined), joined);
  }

  /**
   * As {@link #change}, but everything is taken down and built again with the same addresses; right
   * also after a change that was cut off.
   */
  public NetworkAttachment rebuild(ContainerConfig config) {
    List<Network> joined = joined(config);
    return describe(live.rebuild(config, joined), joined);
  }

  /**
   * Takes a container's connection down, whatever of it there is: rules, links, namespace,
   * addresses. Nothing to do is success, so it may be repeated after any crash. After a failure the
   * addresses stay taken and the call can be repeated.
   */
  public void detach(ContainerId container) {
    Optional<Spare> unused = spares.unfinished(container);
    connections.detach(container);
  }

  /**
   * Holds the published ports of a container until the reservation is closed; without a bridge
   * there are none (NETWORK-16).
   *
   * @throws GantryException PORT_IN_USE, INVALID_ARGUMENT
   */
  public PortReservation reserve(NetworkSpec spec) {
    if (!spec.ports().isEmpty() && spec.published().isEmpty()) {
      LOG.atWarn().addKeyValue("mode", spec.mode()).log("published ports are left out");
    }
    return PortReservation.of(spec.published());
  }

  /**
   * Adds a network.
   *
   * @param subnet absent is a free one
   * @throws GantryException NAME_DUPLICATE, INVALID_ARGUMENT, CONFLICT if the subnet is in use
   */
  public Network create(TenantId tenant, String name, @Nullable String subnet, boolean internal) {
    if (!NAME.matcher(name).matches()) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "a network's name begins with a letter or digit and has up to 64 of them, '_', '.', '-'");
    }
    if (networks.find(tenant, name).isPresent()) {
      throw GantryException.of(ErrorCode.NAME_DUPLICATE, "a network has this name: use another one")
          .about("network", name);
    }
    Subnet wanted = subnet == null ? null : requireUsable(Subnet.parse(subnet));
    return networks.add(
        tenant,
        name,
        internal,
        clock.instant(),
        all -> wanted == null ? freeSubnet(all) : requireFree(wanted, all));
  }

  public List<Network> list(TenantId tenant) {
    return networks.list().stream().filter(network -> network.tenant().equals(tenant)).toList();
  }

  /** Finds a network by name; NO_SUCH_NETWORK if the tenant has none of it. */
  public Network inspect(TenantId tenant, String name) {
    return networks.find(tenant, name).orElseThrow(() -> unknown(name));
  }

  /**
   * Removes a network no container is attached to.
   *
   * @throws GantryException NO_SUCH_NETWORK, NETWORK_IN_USE
   */
  public void remove(TenantId tenant, String name) {
    Network network = inspect(tenant, name);
    boolean unused = spares.drop(network.number());
    if (attachments.isUsed(network)) {
      throw GantryException.of(
              ErrorCode.NETWORK_IN_USE, "containers are attached to it: remove them first")
          .about("network", name);
    }
    networks.remove(network);
  }

  /**
   * Takes down what belongs to no known container: attachments, namespaces, bridges, the DNS server
   * of no network. A failure is logged, and tried again with the next call.
   */
  public void cleanOrphans(Set<ContainerId> known) {
    Set<ContainerId> all = new HashSet<>(known);
    all.addAll(spares.known());
    connections.detachOthers(all);
    for (Network network : networks.list()) {
      if (!attachments.isUsed(network) && HostRoutes.hasInterface(network.bridge())) {
        Orphans.quietly(network.label(), () -> wiring.sweep(network));
      }
    }
    Orphans.quietly(networks.mark(), () -> wiring.recoverDns(!attachments.containers().isEmpty()));
  }

  /**
   * Takes everything of this installation down: it leaves no namespace, bridge, rule or process.
   * The networks stay known.
   */
  public void purge() {
    spares.drop();
    cleanOrphans(Set.of());
    Orphans.quietly(networks.mark(), () -> wiring.purge(networks.list()));
  }

  @Override
  public void close() {
    spares.close();
    running.close();
  }

  private List<Network> joined(ContainerConfig config) {
    List<String> names = config.spec().network().networks();
    List<String> wanted = names.isEmpty() ? List.of(Network.DEFAULT) : names;
    return wanted.stream().distinct().map(name -> placed(find(config.tenant(), name))).toList();
  }

  private Network find(TenantId tenant, String name) {
    return name.equals(Network.DEFAULT)
        ? networks.findOrAdd(tenant, name, false, clock.instant(), this::freeSubnet)
        : inspect(tenant, name);
  }

  /**
   * A network without containers has no bridge that keeps its subnet: if somebody on the host took
   * the range meanwhile, the network moves.
   */
  private Network placed(Network network) {
    if (HostRoutes.hasInterface(network.bridge())
        || HostRoutes.except(Set.of()).stream().noneMatch(network.subnet()::overlaps)
        || attachments.isUsed(network)) {
      return network;
    }
    LOG.atWarn().addKeyValue("network", network.label()).log("subnet is taken, choosing another");
    return networks.move(network, this::freeSubnet);
  }

  private Subnet freeSubnet(List<Network> all) {
    List<Subnet> taken = new ArrayList<>(HostRoutes.except(Set.of()));
    all.forEach(network -> taken.add(network.subnet()));
    return SubnetPool.next(Long.parseLong(networks.mark(), HEXADECIMAL), taken);
  }

  private Subnet requireFree(Subnet wanted, List<Network> all) {
    if (all.stream().anyMatch(network -> network.subnet().overlaps(wanted))
        || HostRoutes.except(Set.of()).stream().anyMatch(wanted::overlaps)) {
      throw GantryException.of(
          ErrorCode.CONFLICT, "subnet %s is in use on this node: choose another".formatted(wanted));
    }
    return wanted;
  }

  private static Subnet requireUsable(Subnet subnet) {
    if (subnet.prefix() < LARGEST_PREFIX || subnet.prefix() > SMALLEST_PREFIX) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "subnet %s: its prefix is between 16 and 30".formatted(subnet));
    }
    return subnet;
  }

  private static NetworkAttachment describe(Attachment attachment, List<Network> joined) {
    List<Interface> interfaces = new ArrayList<>();
    for (Network network : joined) {
      Lease lease = attachment.lease(network);
      interfaces.add(
          new Interface(
              network.name(),
              NetavarkRequest.interfaceName(attachment.request(), network),
              MacAddress.of(lease.address()),
              List.of(Subnet.text(lease.address()) + "/" + network.subnet().prefix()),
              List.of(network.gateway())));
    }
    return new NetworkAttachment(
        attachment.namespace(), interfaces, joined.stream().map(Network::gateway).toList());
  }

  private static GantryException unknown(String name) {
    return GantryException.of(
            ErrorCode.NO_SUCH_NETWORK, "the tenant has no such network: create it first")
        .about("network", name);
  }
}
