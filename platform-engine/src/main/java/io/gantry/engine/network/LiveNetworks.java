package io.gantry.engine.network;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.state.ContainerConfig;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Changes the networks of a namespace that is in use (NETWORK-18). What is stored names a network
 * before its link is built and until it is taken down, so a crash leaves nothing unknown.
 */
final class LiveNetworks {
  private final AttachmentTable attachments;
  private final Wiring wiring;

  LiveNetworks(AttachmentTable attachments, Wiring wiring) {
    this.attachments = attachments;
    this.wiring = wiring;
  }

  /** Takes down what the container does not want any more and builds what it has not yet. */
  Attachment change(ContainerConfig config, List<Place> places) {
    List<Network> wanted = Place.networks(places);
    Attachment before = find(config.id());
    List<String> known = NetavarkRequest.labels(before.request());
    Attachment left = disconnect(before, surplus(known, wanted), wanted);
    Attachment after = extend(left, config, places);
    List<Network> added =
        wanted.stream().filter(network -> !known.contains(network.label())).toList();
    if (!added.isEmpty()) {
      wiring.connect(part(after, added));
    }
    return after;
  }

  /** Takes everything down and builds what is wanted, with the addresses it has. */
  Attachment rebuild(ContainerConfig config, List<Place> places) {
    List<Network> wanted = Place.networks(places);
    Attachment before = find(config.id());
    Attachment left = disconnect(before, NetavarkRequest.labels(before.request()), wanted);
    Attachment after = extend(left, config, places);
    wiring.connect(after);
    return after;
  }

  private Attachment find(ContainerId container) {
    return attachments
        .find(container)
        .orElseThrow(
            () ->
                GantryException.of(ErrorCode.NETWORK, "its network namespace is not open")
                    .about("container", container));
  }

  private static List<String> surplus(List<String> known, List<Network> wanted) {
    Set<String> labels = wanted.stream().map(Network::label).collect(Collectors.toSet());
    return known.stream().filter(label -> !labels.contains(label)).toList();
  }

  /** Each by itself: one that is broken does not keep the others up. */
  private Attachment disconnect(Attachment attachment, List<String> labels, List<Network> wanted) {
    for (String label : labels) {
      wiring.disconnect(
          attachment.with(
              NetavarkRequest.only(attachment.request(), List.of(label)),
              attachment.leases().subList(0, 1)));
    }
    Attachment left = part(attachment, wanted);
    attachments.shrink(left);
    return left;
  }

  private static Attachment part(Attachment attachment, List<Network> networks) {
    List<Lease> leases =
        attachment.leases().stream()
            .filter(
                lease -> networks.stream().anyMatch(network -> network.number() == lease.network()))
            .toList();
    return attachment.with(
        NetavarkRequest.only(attachment.request(), networks.stream().map(Network::label).toList()),
        leases);
  }

  private Attachment extend(Attachment attachment, ContainerConfig config, List<Place> wanted) {
    List<String> known = NetavarkRequest.labels(attachment.request());
    List<Place> missing =
        wanted.stream().filter(place -> !known.contains(place.network().label())).toList();
    List<Network> networks = Place.networks(missing);
    return attachments.extend(
        attachment,
        missing,
        leases -> NetavarkRequest.with(attachment.request(), config, networks, leases));
  }
}
