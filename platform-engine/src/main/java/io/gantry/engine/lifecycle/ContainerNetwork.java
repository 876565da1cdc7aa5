package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.NetworkAttachment;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A container's network namespace and addresses. */
public interface ContainerNetwork {

  /**
   * Reserves its addresses and makes its namespace, which is all the runtime needs; empty if the
   * container has no network of its own. After a failure nothing stays.
   */
  Optional<NetworkAttachment> open(ContainerConfig config);

  /**
   * As {@link #open}, with the addresses it had (CHECKPOINT-15).
   *
   * @throws io.gantry.api.error.GantryException CONFLICT if another container has one of them
   */
  Optional<NetworkAttachment> openAgain(ContainerConfig config, NetworkAttachment before);

  /** Builds the links of the open namespace; takes long. After a failure it is to be detached. */
  void connect(ContainerConfig config);

  /** Whether it can be connected only when its process is there (NETWORK-4). */
  boolean isCompletedLater(ContainerConfig config);

  /** Connects the namespace of the container's process. */
  Optional<NetworkAttachment> complete(ContainerConfig config, ProcessIdentity process);

  /** Puts addresses and servers into the names files a created container has (NETWORK-5). */
  void name(ContainerConfig config, NetworkAttachment network);

  /**
   * The names of the networks a container would have with one more, or as they are if it is there.
   */
  List<String> with(ContainerConfig config, String network);

  /** The names of the networks a container would have without this one. */
  List<String> without(ContainerConfig config, String network);

  /** Brings a connected namespace to the networks of the config, touching only what differs. */
  NetworkAttachment change(ContainerConfig config);

  /** Takes the links of a namespace down and builds them again, whatever is left of them. */
  NetworkAttachment rebuild(ContainerConfig config);

  /** Undoes {@link #open} and {@link #connect}, also one that was cut off or never made. */
  void detach(ContainerConfig config);

  /** Takes its names out of the hosts file it shares with the owner of its network, if it does. */
  void leave(ContainerConfig config);

  /** Frees what belongs to none of these containers. */
  void cleanOrphans(Set<ContainerId> known);
}
