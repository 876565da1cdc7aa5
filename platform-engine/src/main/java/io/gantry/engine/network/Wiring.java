package io.gantry.engine.network;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.GantryException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the namespaces and links of attachments and takes them down, however broken they are. */
final class Wiring {
  private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

  private final Netavark netavark;
  private final NamespaceFiles namespaces;
  private final Firewall firewall = new Firewall();

  Wiring(Netavark netavark, NamespaceFiles namespaces) {
    this.netavark = netavark;
    this.namespaces = namespaces;
  }

  /** Builds the links of an attachment in its namespace, which is there. */
  void connect(Attachment attachment) {
    firewall.keepNetworksApart(attachment.hasIpv6());
    netavark.setup(attachment.namespace(), attachment.request(), attachment.leases().size());
  }

  /**
   * Completes links that were built before the container's name was known. What somebody has taken
   * away from them meanwhile, as by flushing the host's rules, is built again.
   */
  void finish(Attachment attachment, Spare spare) {
    Network network = spare.network();
    if (!firewall.isComplete(network)
        || !netavark.rename(
            network.label(),
            spare.placeholder(),
            NetavarkRequest.names(attachment.request(), network))) {
      disconnect(attachment);
      connect(attachment);
    }
  }

  /**
   * Takes down some of the networks of an attachment whose namespace stays. Where the teardown
   * stops half way, at a link or rule that is missing, building it once more completes what is
   * there.
   */
  void disconnect(Attachment part) {
    try {
      netavark.teardown(part.namespace(), part.request());
    } catch (GantryException e) {
      LOG.atDebug()
          .addKeyValue("container", part.container())
          .setCause(e)
          .log("teardown was incomplete, completing the links first");
      netavark.setup(part.namespace(), part.request(), part.leases().size());
      netavark.teardown(part.namespace(), part.request());
    }
  }

  /** Takes an attachment down: rules and links first, the namespace in any case (NETWORK-8). */
  void takeDown(Attachment attachment) {
    try {
      if (namespaces.exists(attachment.container())) {
        netavark.teardown(attachment.namespace(), attachment.request());
      } else {
        rebuildAndTakeDown(attachment);
      }
    } catch (GantryException e) {
      LOG.atDebug()
          .addKeyValue("container", attachment.container())
          .setCause(e)
          .log("teardown was incomplete, repeating it on a fresh namespace");
      rebuildAndTakeDown(attachment);
    } finally {
      namespaces.remove(attachment.container());
    }
  }

  /**
   * netavark stops at the first link that is missing and leaves rules and bridge behind. Setting
   * the same attachment up again, in an empty namespace, completes what is there, so that the
   * teardown after it leaves nothing.
   */
  private void rebuildAndTakeDown(Attachment attachment) {
    namespaces.create(attachment.container());
    netavark.setup(attachment.namespace(), attachment.request(), attachment.leases().size());
    netavark.teardown(attachment.namespace(), attachment.request());
  }

  /** Takes away the bridge and rules of a network no container is attached to. */
  void sweep(Network network) {
    ContainerId nobody = new ContainerId("%064x".formatted(network.number()));
    Lease lease = Lease.ofNobody(network);
    takeDown(
        new Attachment(
            nobody,
            namespaces.file(nobody),
            NetavarkRequest.of(nobody, "nobody", network, lease),
            List.of(lease)));
  }

  /** Finds the DNS server that netavark lost sight of, and ends it unless a network is used. */
  void recoverDns(boolean used) {
    DnsServer server = netavark.dns();
    if (used) {
      server.makeKnown();
    } else {
      server.stop();
    }
  }

  /** Takes away what outlives the networks: the tool's own chains, and its DNS server. */
  void purge(List<Network> networks) {
    netavark.dns().stop();
    firewall.purge(networks);
  }
}
