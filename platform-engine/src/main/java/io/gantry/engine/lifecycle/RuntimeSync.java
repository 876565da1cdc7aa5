package io.gantry.engine.lifecycle;

import static io.gantry.api.container.ContainerState.CREATED;
import static io.gantry.api.container.ContainerState.PAUSED;
import static io.gantry.api.container.ContainerState.RUNNING;

import io.gantry.api.container.ContainerState;
import io.gantry.engine.state.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sync on request: asks the runtime what is so and corrects the record (SYNC-10). A container
 * the runtime does not know any more has ended unseen (EXIT-14).
 */
final class RuntimeSync {
  private static final Logger LOG = LoggerFactory.getLogger(RuntimeSync.class);

  private final Rooms rooms;
  private final Sync sync;
  private final MonitorDeath monitorDeath;
  private final Endings endings;
  private final Cleanup cleanup;

  RuntimeSync(Rooms rooms, Sync sync, MonitorDeath monitorDeath, Endings endings, Cleanup cleanup) {
    this.rooms = rooms;
    this.sync = sync;
    this.monitorDeath = monitorDeath;
    this.endings = endings;
    this.cleanup = cleanup;
  }

  /** Corrects the record of a container that was synced; one that is STOPPING stays so. */
  void run(LockedContainer container) {
    if (!container.isInRuntime()) {
      return;
    }
    switch (rooms.runtime().presence(container.id())) {
      case ABSENT -> lost(container);
      case RUNNING -> running(container);
      case PAUSED -> paused(container);
      case STOPPED -> monitorDeath.run(container); // a live monitor is about to write its file
      case CREATED -> {} // recorded so, or its start is not over
    }
  }

  private void running(LockedContainer container) {
    if (container.state() == PAUSED) {
      correct(container, container.change(fields -> fields.state(RUNNING)));
    } else if (container.state() == CREATED && container.record().openRun()) {
      correct(container, CommandStart.running(container));
    }
  }

  private void paused(LockedContainer container) {
    if (container.state() == RUNNING) {
      correct(container, container.change(fields -> fields.state(PAUSED)));
    }
  }

  private void lost(LockedContainer container) {
    // Its monitor may have written the file since the sync.
    if (sync.run(container)) {
      return;
    }
    if (container.state() == CREATED && !container.record().openRun()) {
      cleanup.run(container); // nobody has asked for a run, so none has ended
      return;
    }
    correct(
        container,
        endings.unseen(container.stored(), "the runtime does not know the container any more"));
  }

  private static void correct(LockedContainer container, Change change) {
    ContainerState before = container.state();
    container.save(SavePoint.SYNC_CHANGED, change);
    LOG.info(
        "record corrected container={} from={} to={}", container.id(), before, container.state());
  }
}
