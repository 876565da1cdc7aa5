package io.gantry.engine.lifecycle;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;

/** Refuses what would end the commands that run in a container (CLEANUP-14, REMOVAL-1). */
record NoSessions(Sessions sessions) {

  /**
   * Returns if none runs.
   *
   * @throws GantryException STATE_INVALID
   */
  void require(LockedContainer container) {
    long active = sessions.active(container.config());
    if (active > 0) {
      String state = container.state().displayName();
      throw GantryException.of(
              ErrorCode.STATE_INVALID,
              "%d exec sessions run in the container: end them or remove it by force"
                  .formatted(active))
          .about("container", container.id())
          .in(state);
    }
  }
}
