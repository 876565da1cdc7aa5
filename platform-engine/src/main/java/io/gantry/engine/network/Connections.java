package io.gantry.engine.network;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Addresses, namespaces and links of containers: what is stored of each, and what is built. The
 * store is written first and cleared last, so a crash leaves nothing unknown. Thread-safe; whoever
 * calls holds the lock of the container.
 */
final class Connections {
  private final AttachmentTable attachments;
  private final NamespaceFiles namespaces;
  private final Wiring wiring;

  Connections(AttachmentTable attachments, NamespaceFiles namespaces, Wiring wiring) {
    this.attachments = attachments;
    this.namespaces = namespaces;
    this.wiring = wiring;
  }

  /**
   * Reserves addresses in each network and makes a namespace. After a failure nothing stays.
   *
   * @param request what the network tool will be given, made from the addresses
   */
  Attachment open(
      ContainerId container, List<Place> places, Function<List<Lease>, String> request) {
    return open(container, places, request, () -> namespaces.create(container));
  }

  /** As {@link #open}, with the namespace a process has. */
  Attachment adopt(
      ContainerId container,
      List<Place> places,
      Function<List<Lease>, String> request,
      int process) {
    return open(container, places, request, () -> namespaces.adopt(container, process));
  }

  private Attachment open(
      ContainerId container,
      List<Place> places,
      Function<List<Lease>, String> request,
      Runnable namespace) {
    Attachment attachment =
        attachments.add(
            container,
            places,
            leases ->
                new Attachment(
                    container, namespaces.file(container), request.apply(leases), leases));
    try {
      namespace.run();
      return attachment;
    } catch (GantryException failure) {
      try {
        detach(container);
      } catch (GantryException cleanup) {
        failure.addSuppressed(cleanup);
      }
      throw failure;
    }
  }

  /** Finds the open connection of a container; NETWORK if it has none. */
  Attachment require(ContainerId container) {
    return attachments
        .find(container)
        .orElseThrow(
            () ->
                GantryException.of(ErrorCode.NETWORK, "its network namespace is not open")
                    .about("container", container));
  }

  /** Builds the links of an open connection; after a failure it is to be detached. */
  void connect(ContainerId container) {
    wiring.connect(require(container));
  }

  /** Completes what was built before the container's name was known. */
  void finish(ContainerId container, Spare spare) {
    wiring.finish(require(container), spare);
  }

  /**
   * Makes one container's connection another's, who has none. After a failure both may have a part
   * of it, and are to be detached.
   *
   * @param request what the network tool will be given to take it down
   */
  Attachment handOver(ContainerId from, ContainerId to, Function<String, String> request) {
    Attachment before = require(from);
    namespaces.share(from, to);
    Attachment after =
        new Attachment(to, namespaces.file(to), request.apply(before.request()), before.leases());
    attachments.replace(from, after);
    namespaces.remove(from);
    return after;
  }

  /** Takes it down, whatever of it there is; nothing to do is success. */
  void detach(ContainerId container) {
    Optional<Attachment> attachment = attachments.find(container);
    if (attachment.isPresent()) {
      wiring.takeDown(attachment.get());
      attachments.remove(container);
    }
    namespaces.remove(container);
  }

  /** Takes down what belongs to none of these; a failure is logged. */
  void detachOthers(Set<ContainerId> known) {
    for (ContainerId container : attachments.containers()) {
      if (!known.contains(container)) {
        Orphans.quietly(container.toString(), () -> detach(container));
      }
    }
    for (ContainerId container : namespaces.list()) {
      if (!known.contains(container) && attachments.find(container).isEmpty()) {
        Orphans.quietly(container.toString(), () -> namespaces.remove(container));
      }
    }
  }
}
