package io.gantry.engine.network;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.network.IpAddress.Family;
import io.gantry.api.network.NetworkDefinition;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.Database;
import io.gantry.engine.state.NetworkAttachment;
import io.gantry.engine.state.Reserve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bridge networks of this node and the containers in them. Thread-safe; the lock of a container
 * whose attachment changes is the caller's.
 */
public final class Networks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Networks.class);
  private static final int MARK_BYTES = 3;

  private final String mark;
  private final KnownNetworks networks;
  private final Database running;
  private final AttachmentTable attachments;
  private final Wiring wiring;
  private final Connections connections;
  private final Spares spares;
  private final LiveNetworks live;

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
    NetworkTable table = new NetworkTable(database, HexFormat.of().formatHex(fresh));
    this.mark = table.mark();
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
    this.networks = new KnownNetworks(table, attachments, clock);
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
    List<Place> places = networks.joined(config);
    List<Network> joined = Place.networks(places);
    Attachment attachment =
        spare(config, places)
            .orElseGet(
                () ->
                    sparing(
                        joined,
                        () -> connections.open(config.id(), places, request(config, joined))));
    return Optional.of(attachment.describe(joined));
  }

  /**
   * As {@link #open}, with the addresses an earlier attachment had in the networks that are still
   * joined; new ones where it had none.
   *
   * @throws GantryException ADDRESS_IN_USE if one of them is another container's now
   */
  public NetworkAttachment openAgain(ContainerConfig config, NetworkAttachment before) {
    detach(config.id());
    List<Place> places =
        networks.joined(config).stream().map(place -> place.asBefore(before)).toList();
    List<Network> joined = Place.networks(places);
    return sparing(joined, () -> connections.open(config.id(), places, request(config, joined)))
        .describe(joined);
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
    List<Place> places = networks.joined(config);
    List<Network> joined = Place.networks(places);
    Attachment attachment =
        sparing(
            joined,
            () -> connections.adopt(config.id(), places, request(config, joined), process.pid()));
    return Optional.of(attachment.describe(joined));
  }

  private static Function<List<Lease>, String> request(
      ContainerConfig config, List<Network> joined) {
    return leases -> NetavarkRequest.of(config, joined, leases);
  }

  /** One built ahead, where it is all the container wants. */
  private Optional<Attachment> spare(ContainerConfig config, List<Place> places) {
    Place place = places.getFirst();
    Network network = place.network();
    if (places.size() > 1
        || network.internal()
        || !place.isAnywhere()
        || !config.spec().network().ports().isEmpty()) {
      return Optional.empty();
    }
    Optional<Attachment> spare = spares.give(config, network);
    spares.used(network);
    return spare;
  }

  /** Spares give way where they have the address that is wanted, or the last one. */
  private <T> T sparing(List<Network> joined, Supplier<T> opening) {
    try {
      return opening.get();
    } catch (GantryException e) {
      if (e.code() == ErrorCode.INVALID_ARGUMENT) {
        throw e;
      }
      return spares.instead(joined, opening).orElseThrow(() -> e);
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
    List<Place> places = networks.joined(config);
    List<Network> joined = Place.networks(places);
    return sparing(joined, () -> live.change(config, places)).describe(joined);
  }

  /**
   * As {@link #change}, but everything is taken down and built again with the same addresses; right
   * also after a change that was cut off.
   */
  public NetworkAttachment rebuild(ContainerConfig config) {
    List<Place> places = networks.joined(config);
    List<Network> joined = Place.networks(places);
    return sparing(joined, () -> live.rebuild(config, places)).describe(joined);
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
   * @throws GantryException PORT_IN_USE, NO_SUCH_NETWORK, INVALID_ARGUMENT for an address of a
   *     family that none of its networks has
   */
  public PortReservation reserve(ContainerConfig config) {
    NetworkSpec spec = config.spec().network();
    if (spec.published().isEmpty()) {
      if (!spec.ports().isEmpty()) {
        LOG.atWarn().addKeyValue("mode", spec.mode()).log("published ports are left out");
      }
      return PortReservation.of(List.of(), Set.of());
    }
    Set<Family> families =
        networks.joined(config).stream()
            .flatMap(place -> Stream.of(Family.values()).filter(place.network()::has))
            .collect(Collectors.toSet());
    return PortReservation.of(spec.published(), families);
  }

  /**
   * Adds a network.
   *
   * @throws GantryException NAME_DUPLICATE, INVALID_ARGUMENT, CONFLICT if a subnet is in use,
   *     UNSUPPORTED for IPv6 on a node without
   */
  public Network create(TenantId tenant, String name, NetworkDefinition definition) {
    return networks.create(tenant, name, definition);
  }

  /** The tenant's networks; its default one only once a container has joined it. */
  public List<Network> list(TenantId tenant) {
    return networks.list().stream().filter(network -> network.tenant().equals(tenant)).toList();
  }

  /** Finds a network by name; NO_SUCH_NETWORK if the tenant has none of it. */
  public Network inspect(TenantId tenant, String name) {
    return networks.inspect(tenant, name);
  }

  /**
   * Removes a network no container is attached to.
   *
   * @throws GantryException NO_SUCH_NETWORK, NETWORK_IN_USE
   */
  public void remove(TenantId tenant, String name) {
    Network network = inspect(tenant, name);
    boolean unused = spares.drop(network.number());
    networks.remove(network);
  }

  /**
   * Removes the tenant's networks that no container is attached to.
   *
   * @param kept names that stay, as containers that do not run now ask for them
   * @return what was removed
   */
  public List<Network> prune(TenantId tenant, Set<String> kept) {
    return list(tenant).stream()
        .filter(network -> !kept.contains(network.name()) && isRemoved(network))
        .toList();
  }

  private boolean isRemoved(Network network) {
    try {
      remove(network.tenant(), network.name());
      return true;
    } catch (GantryException e) {
      if (e.code() == ErrorCode.NETWORK_IN_USE || e.code() == ErrorCode.NO_SUCH_NETWORK) {
        return false;
      }
      throw e;
    }
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
    Orphans.quietly(mark, () -> wiring.recoverDns(!attachments.containers().isEmpty()));
  }

  /**
   * Takes everything of this installation down: it leaves no namespace, bridge, rule or process.
   * The networks stay known.
   */
  public void purge() {
    spares.drop();
    cleanOrphans(Set.of());
    Orphans.quietly(mark, () -> wiring.purge(networks.list()));
  }

  @Override
  public void close() {
    spares.close();
    running.close();
  }
}
