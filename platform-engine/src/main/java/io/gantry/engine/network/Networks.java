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
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
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
  private final NamespaceFiles namespaces;
  private final Wiring wiring;
  private final LiveNetworks live;
  private final Clock clock;

  /**
   * Opens the rooms on the node's store and the directory on tmpfs.
   *
   * @param random gives an installation its mark on its first start
   */
  public Networks(Database database, Path runDir, Clock clock, RandomGenerator random) {
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
    this.namespaces = new NamespaceFiles(runDir.resolve("netns"));
    this.wiring = new Wiring(new Netavark(runDir.resolve("netavark")), namespaces);
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
    return open(config, () -> namespaces.create(config.id()));
  }

  /**
   * As {@link #open}, with the namespace of a process that is there already, which belongs to the
   * container's user namespace (NETWORK-6).
   */
  public Optional<NetworkAttachment> adopt(ContainerConfig config, ProcessIdentity process) {
    return open(config, () -> namespaces.adopt(config.id(), process.pid()));
  }

  private Optional<NetworkAttachment> open(ContainerConfig config, Runnable namespace) {
    NetworkSpec spec = config.spec().network();
    if (spec.mode() != NetworkSpec.Mode.BRIDGE) {
      return Optional.empty();
    }
    detach(config.id());
    List<Network> joined = joined(config.tenant(), spec.networks());
    Attachment attachment =
        attachments.add(
            config.id(),
            joined,
            leases ->
                new Attachment(
                    config.id(),
                    namespaces.file(config.id()),
                    NetavarkRequest.of(config, joined, leases),
                    leases));
    makeNamespace(config.id(), namespace);
    return Optional.of(describe(attachment, joined));
  }

  private void makeNamespace(ContainerId container, Runnable namespace) {
    try {
      namespace.run();
    } catch (GantryException failure) {
      try {
        detach(container);
      } catch (GantryException cleanup) {
        failure.addSuppressed(cleanup);
      }
      throw failure;
    }
  }

  /**
   * Builds the links of a container whose namespace is open. After a failure it may be connected by
   * half, and is to be detached.
   *
   * @throws GantryException NETWORK
   */
  public void connect(ContainerId container) {
    Attachment attachment =
        attachments
            .find(container)
            .orElseThrow(
                () ->
                    GantryException.of(ErrorCode.NETWORK, "its network namespace is not open")
                        .about("container", container));
    try {
      wiring.connect(attachment);
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
    List<Network> joined = joined(config.tenant(), config.spec().network().networks());
    return describe(live.change(config, joined), joined);
  }

  /**
   * As {@link #change}, but everything is taken down and built again with the same addresses; right
   * also after a change that was cut off.
   */
  public NetworkAttachment rebuild(ContainerConfig config) {
    List<Network> joined = joined(config.tenant(), config.spec().network().networks());
    return describe(live.rebuild(config, joined), joined);
  }

  /**
   * Takes a container's connection down, whatever of it there is: rules, links, namespace,
   * addresses. Nothing to do is success, so it may be repeated after any crash. After a failure the
   * addresses stay taken and the call can be repeated.
   */
  public void detach(ContainerId container) {
    Optional<Attachment> attachment = attachments.find(container);
    if (attachment.isPresent()) {
      wiring.takeDown(attachment.get());
      attachments.remove(container);
    }
    namespaces.remove(container);
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
    if (attachments.isUsed(network)) {
      throw GantryException.of(
              ErrorCode.NETWORK_IN_USE, "containers are attached to it: remove them first")
          .about("network", name);
    }
    networks.remove(network);
  }

  /**
   * Takes down what belongs to no known container: attachments, namespaces, bridges. A failure is
   * logged, and tried again with the next call.
   */
  public void cleanOrphans(Set<ContainerId> known) {
    for (ContainerId container : attachments.containers()) {
      if (!known.contains(container)) {
        quietly(container.toString(), () -> detach(container));
      }
    }
    for (ContainerId container : namespaces.list()) {
      if (attachments.find(container).isEmpty()) {
        quietly(container.toString(), () -> namespaces.remove(container));
      }
    }
    for (Network network : networks.list()) {
      if (!attachments.isUsed(network) && HostRoutes.hasInterface(network.bridge())) {
        quietly(network.label(), () -> wiring.sweep(network));
      }
    }
  }

  /**
   * Takes everything of this installation down: it leaves no namespace, bridge, rule or process.
   * The networks stay known.
   */
  public void purge() {
    cleanOrphans(Set.of());
    quietly(networks.mark(), () -> wiring.purge(networks.list()));
  }

  @Override
  public void close() {
    running.close();
  }

  private static void quietly(String object, Runnable step) {
    try {
      step.run();
    } catch (GantryException e) {
      LOG.atWarn().addKeyValue("object", object).setCause(e).log("network orphan stays for now");
    }
  }

  private List<Network> joined(TenantId tenant, List<String> names) {
    List<String> wanted = names.isEmpty() ? List.of(Network.DEFAULT) : names;
    return wanted.stream().distinct().map(name -> placed(find(tenant, name))).toList();
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
