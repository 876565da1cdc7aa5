package io.gantry.engine.lifecycle;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.nio.file.Path;

/**
 * Mounts a container's root for somebody outside, whether it runs or not, and gives such a mount
 * back. What the container itself has mounted is only its own to unmount (REMOVAL-15).
 */
final class RequestedMount {
  private final Rooms rooms;
  private final NoSessions noSessions;

  RequestedMount(Rooms rooms) {
    this.rooms = rooms;
    this.noSessions = new NoSessions(rooms.sessions());
  }

  Path mount(LockedContainer container) {
    Operation.MOUNT.require(container);
    return rooms.root().mountForRequest(container.config());
  }

  /**
   * Gives one mount back.
   *
   * @param force unmounts it whoever has it mounted, unless the container uses it
   * @throws GantryException NOT_MOUNTED; STATE_INVALID if the container alone has it mounted
   */
  void unmount(LockedContainer container, boolean force) {
    if (container.record().mounted() && rooms.root().holds(container.id()) == 1) {
      refuseTheLast(container);
    }
    rooms.root().unmountForRequest(container.config(), force && !container.record().mounted());
  }

  private void refuseTheLast(LockedContainer container) {
    String state = container.state().displayName();
    if (container.state().isActive()) {
      throw refused(container, "it is " + state);
    }
    noSessions.require(container);
    throw refused(container, "its last mount is in use: clean it up");
  }

  private static GantryException refused(LockedContainer container, String reason) {
    return GantryException.of(
            ErrorCode.STATE_INVALID, "the container's root cannot be unmounted, " + reason)
        .about("container", container.id())
        .in(container.state().displayName());
  }
}
