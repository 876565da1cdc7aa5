package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.state.Change;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.ContainerRecord;
import io.gantry.engine.state.NetworkAttachment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creates a prepared container in the runtime: CONFIGURED or EXITED become CREATED. */
final class Init {
  private final Rooms rooms;
  private final Deletion deletion;
  private final MonitorWatch watch;
  private final Health health;

  Init(Rooms rooms, Deletion deletion, MonitorWatch watch, Health health) {
    this.rooms = rooms;
    this.deletion = deletion;
    this.watch = watch;
    this.health = health;
  }

  /**
   * Does it while the container is being connected; it is connected on return. After a failure the
   * state is unchanged, nothing is left in the runtime, and nothing is under way.
   *
   * @param keepsCount whether the restart count stays, which only the restart policy asks (INIT-7)
   */
  void run(LockedContainer container, Connecting connecting, boolean keepsCount) {
    try {
      clear(container);
      if (rooms.runtime().needsLinks(container.config())) {
        connecting.join();
      }
      create(container, connecting, keepsCount);
    } catch (RuntimeException e) {
      connecting.settle(e);
      throw e;
    }
  }

  /** What an earlier creation left, because it could not be undone, is in the way of this one. */
  void clear(LockedContainer container) {
    if (rooms.runtime().knows(container.id())) {
      rooms.runtime().delete(container.id());
    }
    rooms.exits().forget(container.config());
  }

  private void create(LockedContainer container, Connecting connecting, boolean keepsCount) {
    requireRoot(container);
    Launched launched = rooms.runtime().create(container.stored());
    take(
        container,
        launched,
        () -> {
          connecting.join();
          container.save(SavePoint.INIT_CREATED, created(container, launched, keepsCount));
        });
    completeNetwork(container);
    health.initialised(container.config());
  }

  /** Saves what was launched and watches its monitor; if it cannot be saved it is deleted again. */
  void take(LockedContainer container, Launched launched, Runnable save) {
    try {
      save.run();
    } catch (RuntimeException e) {
      deleteAgain(container, launched, e);
      throw e;
    }
    if (launched.monitor() != null) {
      watch.watch(container.id(), launched.monitor());
    }
  }

  /**
   * Connects a created container whose network namespace belongs to its own user namespace, which
   * is there only now (NETWORK-4, NETWORK-5). Connected already is success.
   */
  void completeNetwork(LockedContainer container) {
    ContainerRecord record = container.record();
    ContainerConfig config = container.config();
    ProcessIdentity process = record.process();
    if (record.network() != null || process == null || !rooms.network().isCompletedLater(config)) {
      return;
    }
    Optional<NetworkAttachment> network = complete(config, process);
    container.save(
        SavePoint.PREPARE_DONE, container.change(fields -> fields.network(network.orElse(null))));
    network.ifPresent(connected -> rooms.network().name(config, connected));
  }

  private Optional<NetworkAttachment> complete(ContainerConfig config, ProcessIdentity process) {
    try {
      return rooms.network().complete(config, process);
    } catch (RuntimeException e) {
      try {
        rooms.network().detach(config);
      } catch (RuntimeException cleanup) {
        e.addSuppressed(cleanup);
      }
      throw e;
    }
  }

  static void requireRoot(LockedContainer container) {
    if (!container.record().mounted()) {
      throw GantryException.of(ErrorCode.NOT_MOUNTED, "the container's root is not mounted")
          .about("container", container.id());
    }
  }

  private static Change created(LockedContainer container, Launched launched, boolean keepsCount) {
    ContainerRecord record = container.record();
    return container
        .change(
            fields ->
                reset(fields, launched)
                    .state(ContainerState.CREATED)
                    .restartCount(keepsCount ? record.restartCount() : 0)
                    .shortRuns(keepsCount ? record.shortRuns() : 0)
                    .checkpoint(null))
        .telling("init", null);
  }

  /** Resets what belongs to the run before; its end stays to be read (INIT-6, INIT-8, EXIT-12). */
  static ContainerRecord.Builder reset(ContainerRecord.Builder fields, Launched launched) {
    return fields
        .process(launched.process())
        .monitor(launched.monitor())
        .configPath(launched.configPath())
        .startedAt(null)
        .startedNanos(null)
        .exitCode(null)
        .outOfMemory(false)
        .stoppedByUser(false)
        .requestedBy(null)
        .restartPolicyMatch(false)
        .nextRestartAt(null)
        .health(null)
        .failure(null);
  }

  private void deleteAgain(LockedContainer container, Launched launched, RuntimeException failure) {
    try {
      deletion.run(container.config(), launched.monitor());
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
      silence(launched.monitor());
    }
  }

  /** What it would write later would be taken for the next run's end. */
  private void silence(@Nullable ProcessIdentity monitor) {
    if (monitor != null) {
      var unused = rooms.processes().signal(monitor, Signals.KILL);
    }
  }
}
