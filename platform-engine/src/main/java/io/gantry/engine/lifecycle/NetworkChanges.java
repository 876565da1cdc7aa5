package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.NetworkAttachment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Connects and disconnects a container's networks, and builds them again (NETWORK-18). What is
 * wanted is saved first, with the namespace marked as not built; the mark goes with the save of
 * what was done, and recovery builds anew what still bears it.
 */
final class NetworkChanges {
  private final Rooms rooms;
  private final Cleanup cleanup;

  NetworkChanges(Rooms rooms, Cleanup cleanup) {
    this.rooms = rooms;
    this.cleanup = cleanup;
  }

  /** Connected already is success. */
  void connect(LockedContainer container, String network) {
    Operation.NETWORK_CONNECT.require(container);
    join(container, rooms.network().with(container.config(), network), "connect", network);
  }

  /** Not connected is success. */
  void disconnect(LockedContainer container, String network) {
    Operation.NETWORK_DISCONNECT.require(container);
    join(container, rooms.network().without(container.config(), network), "disconnect", network);
  }

  /** Takes its rules and links down and builds them again with the same addresses. */
  void reload(LockedContainer container) {
    Operation.NETWORK_RELOAD.require(container);
    NetworkAttachment live = container.record().network();
    if (live == null) {
      throw GantryException.of(
              ErrorCode.INVALID_ARGUMENT, "only a container with mode BRIDGE has networks")
          .about("container", container.id());
    }
    intend(container, container.config(), live);
    done(container, rooms.network().rebuild(container.config()).following(live));
  }

  /** Finishes a change that was cut off. */
  void recover(LockedContainer container) {
    NetworkAttachment live = container.record().network();
    if (live != null && !live.built()) {
      done(container, rooms.network().rebuild(container.config()).following(live));
    }
  }

  private void join(
      LockedContainer container, List<String> networks, String action, String network) {
    ContainerConfig before = container.config();
    if (networks.equals(before.spec().network().networks())) {
      return;
    }
    ContainerConfig after =
        before.withSpec(
            before.spec().toBuilder()
                .network(before.spec().network().withNetworks(networks))
                .build());
    NetworkAttachment live = live(container);
    if (live == null) {
      container.saveConfig(after, container.change(fields -> fields).telling(action, network));
      dropLeftovers(container);
      return;
    }
    intend(container, after, live);
    change(container, before, live);
    container.tell(action, network);
  }

  /** What is left of an ended run has the networks before; the next start makes its own. */
  private void dropLeftovers(LockedContainer container) {
    if (!container.isInRuntime()) {
      cleanup.networkPart(container);
    }
  }

  private static @Nullable NetworkAttachment live(LockedContainer container) {
    ContainerState state = container.state();
    return state == ContainerState.CREATED || state == ContainerState.RUNNING
        ? container.record().network()
        : null;
  }

  private void change(LockedContainer container, ContainerConfig before, NetworkAttachment live) {
    try {
      done(container, rooms.network().change(container.config()).following(live));
    } catch (RuntimeException e) {
      goBack(container, before, live, e);
      throw e;
    }
  }

  private void goBack(
      LockedContainer container,
      ContainerConfig before,
      NetworkAttachment live,
      RuntimeException failure) {
    try {
      intend(container, before, live);
      done(container, rooms.network().change(before).following(live));
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static void intend(
      LockedContainer container, ContainerConfig config, NetworkAttachment live) {
    container.saveConfig(config, container.change(fields -> fields.network(live.unbuilt())));
  }

  /** The names are last: as long as they are missing the change is not done. */
  private void done(LockedContainer container, NetworkAttachment network) {
    rooms.network().name(container.config(), network);
    container.save(SavePoint.UPDATE_SAVED, container.change(fields -> fields.network(network)));
  }
}
