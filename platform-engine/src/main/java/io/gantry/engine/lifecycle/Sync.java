package io.gantry.engine.lifecycle;

import java.util.Optional;

/**
 * Brings a container's record up to date before anything is decided (SYNC-1): an exit file that was
 * not handled yet is handled.
 */
final class Sync {
  private final ExitSource exits;
  private final Endings endings;

  Sync(ExitSource exits, Endings endings) {
    this.exits = exits;
    this.endings = endings;
  }

  /** Returns whether an end was found and recorded. */
  boolean run(LockedContainer container) {
    // EXIT-4, and CREATED, whose process can die before its start (CLEANUP-RUNTIME-3): what a
    // failed start left has its record already.
    if (!container.isInRuntime() || container.isLeftByFailedStart()) {
      return false;
    }
    Optional<SeenExit> exit = exits.find(container.config());
    exit.ifPresent(
        seen ->
            container.save(
                SavePoint.SYNC_CHANGED,
                endings.seen(container.stored(), seen, exits.memoryEvidence(container.config()))));
    return exit.isPresent();
  }
}
