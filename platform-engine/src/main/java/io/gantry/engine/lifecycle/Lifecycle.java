package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.dependency.Dependencies;
import io.gantry.engine.health.HealthLog;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.ContainerRecord;
import io.gantry.engine.state.StateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The lifecycle of all containers of a node. Each operation takes the container's lock, brings its
 * record up to date, checks the state, acts, and gives the lock back (STATES-7). What a method has
 * done is durable when it returns. Thread-safe.
 */
public final class Lifecycle {
  private static final Duration EXIT_RETENTION = Duration.ofMinutes(5);

  private final Rooms rooms;
  private final StateStore store;
  private final ExitWaits waits;
  private final Containers containers;
  private final Operations operations;
  private final Create create;
  private final Recover recover;
  private final Refresh refresh;
  private final Dependencies dependencies;
  private final RequestedMount requestedMount;
  private final Rename rename;
  private final Time time;
  private final EndsKnown endsKnown;

  public Lifecycle(Rooms rooms, StateStore store, Surroundings surroundings) {
    this.rooms = rooms;
    this.store = store;
    this.requestedMount = new RequestedMount(rooms);
    this.rename = new Rename(rooms);
    this.time = surroundings.time();
    this.endsKnown = new EndsKnown(store, rooms.exits(), time.clock());
    Workers workers = surroundings.workers();
    this.waits = new ExitWaits(store, workers.answers());
    this.dependencies = new Dependencies(store, config -> rooms.exits().find(config).isPresent());
    this.containers = new Containers(store, waits, dependencies, surroundings);
    this.operations = new Operations(rooms, containers, store, waits, surroundings);
    this.create = new Create(rooms, containers, time);
    this.recover = new Recover(rooms, containers, store, operations, workers.parallel());
    this.refresh = new Refresh(rooms, store, surroundings.savePoints(), new Endings(time), time);
  }

  /** Resets everything after a reboot of the host; before {@link #recover()}. */
  public void refresh() {
    refresh.run();
  }

  /** Takes up what an earlier engine left; before any other operation. */
  public void recover() {
    recover.run();
  }

  /** To be told when a container may have ended, on any thread; returns at once. */
  public void mayHaveEnded(ContainerId id) {
    operations.afterExit(id);
  }

  /** Up to when every end is in the store; empty if that cannot be said now. */
  public Optional<Instant> endsKnownUpTo() {
    return endsKnown.upTo();
  }

  /** Stores a container; it is initialised by a worker afterwards, while nobody wants it. */
  public void create(ContainerConfig config) {
    create.run(config);
    operations.initAhead(config.id());
  }

  /**
   * Stores a container that is to be restored: something is put into its directories before anybody
   * can find it, and it is not initialised until somebody asks for that.
   */
  public void create(ContainerConfig config, Consumer<ContainerConfig> filling) {
    create.run(config, filling);
  }

  /**
   * Prepares and creates it in the runtime without starting its command (INIT-17); what the engine
   * has initialised by itself is success.
   */
  public void init(ContainerId id) {
    operate(id, operations::initialise);
  }

  public void start(ContainerId id) {
    operate(id, container -> operations.start().run(container, false));
  }

  /** Starts it; one that runs already is success (START-9). */
  public void startUnlessRunning(ContainerId id) {
    operate(
        id,
        container -> {
          if (container.state() != ContainerState.RUNNING) {
            operations.start().run(container, false);
          }
        });
  }

  /**
   * Starts what the container needs and then itself; what runs already stays as it is. Each is
   * locked for its own turn only (DEPS-8, DEPS-9, DEPS-12).
   */
  public void startWithDependencies(ContainerId id) {
    dependencies.toStart(containers.read(id).config()).visit(this::startNeeded);
    start(id);
  }

  private void startNeeded(ContainerId id) {
    operate(
        id,
        container -> {
          if (Operation.START.accepts(container.state())) {
            operations.restart().run(container, null, null);
          }
        });
  }

  /**
   * Writes its processes to the disk (CHECKPOINT-3 to CHECKPOINT-12); what others want of it waits.
   *
   * @param by who asked for it, for the exit record
   */
  public void checkpoint(ContainerId id, CheckpointSteps steps, @Nullable String by) {
    boolean unused =
        followed(
            id,
            container -> {
              operations.checkpoint(container, steps, by);
              return true;
            });
  }

  /** Has it go on where a checkpoint left it (CHECKPOINT-14 to CHECKPOINT-22). */
  public void restore(ContainerId id, RestoreSteps steps) {
    operate(id, container -> operations.restore().run(container, steps));
  }

  /** Stops it; what is stopped already is success. */
  public StopOutcome stop(ContainerId id, @Nullable Duration timeout, @Nullable String by) {
    return followed(id, container -> operations.stop().run(container, timeout, by));
  }

  public void kill(ContainerId id, String signal, @Nullable String by) {
    int number = Signals.number(signal);
    boolean unused =
        followed(
            id,
            container -> {
              operations.kill().run(container, number, by);
              return true;
            });
  }

  public void pause(ContainerId id) {
    operate(id, operations.pause()::pause);
  }

  public void unpause(ContainerId id) {
    operate(id, operations.pause()::unpause);
  }

  public void restart(ContainerId id, @Nullable Duration timeout, @Nullable String by) {
    operate(id, container -> operations.restart().run(container, timeout, by));
  }

  /** Frees what an ended container holds; a container that is gone is success (CLEANUP-14). */
  public void cleanup(ContainerId id) {
    try {
      operate(id, operations::cleanup);
    } catch (GantryException e) {
      if (e.code() != ErrorCode.NO_SUCH_CONTAINER) {
        throw e;
      }
      rooms.runtime().delete(id);
    }
  }

  /**
   * Does several operations under one lock after one sync, so that nobody comes between them
   * (STATES-8). What others want of the container waits, also for a stop.
   */
  public void batch(ContainerId id, Consumer<Batch> work) {
    boolean unused =
        followed(
            id,
            container -> {
              container.beginBatch();
              work.accept(new Batch(container, operations));
              return true;
            });
  }

  /** Asks the runtime too and corrects the record to what is so (SYNC-10). */
  public void sync(ContainerId id) {
    operate(id, operations::syncWithRuntime);
  }

  /** Connects it to one more of its tenant's networks (NETWORK-18). */
  public void connect(ContainerId id, String network) {
    operate(id, container -> operations.networkChanges().connect(container, network));
  }

  public void disconnect(ContainerId id, String network) {
    operate(id, container -> operations.networkChanges().disconnect(container, network));
  }

  /** Builds its connection again, with the same addresses. */
  public void reloadNetwork(ContainerId id) {
    operate(id, operations.networkChanges()::reload);
  }

  /** Mounts its root for somebody outside, whether it runs or not. */
  public Path mount(ContainerId id) {
    try (LockedContainer container = containers.lock(id)) {
      return requestedMount.mount(container);
    }
  }

  /** Gives such a mount back (REMOVAL-15). */
  public void unmount(ContainerId id, boolean force) {
    operate(id, container -> requestedMount.unmount(container, force));
  }

  /** Removes it; a container that is gone is success (REMOVAL-2). */
  public void remove(ContainerId id, RemoveOptions options) {
    try {
      operate(id, container -> operations.remove().run(container, options));
    } catch (GantryException e) {
      if (e.code() != ErrorCode.NO_SUCH_CONTAINER) {
        throw e;
      }
    }
  }

  /**
   * Removes one that cannot be loaded or removed, as far as that is possible (REMOVAL-13).
   *
   * @throws GantryException RUNTIME if its processes cannot be killed; it is kept then
   */
  public void evict(ContainerId id, @Nullable String by) {
    if (store.unreadable().contains(id)) {
      operations.evict().unreadable(id);
      return;
    }
    RemoveOptions options = new RemoveOptions(true, true, Duration.ZERO, by);
    operate(id, container -> operations.evict().run(container, options));
  }

  /** Removes it after all that need it (REMOVAL-4). */
  public void removeWithDependents(ContainerId id, RemoveOptions options) {
    dependencies.withDependents(id).forEach(each -> remove(each, options));
  }

  /** Gives it another name (STORAGE-18); the name it has already is success. */
  public void rename(ContainerId id, String name) {
    operate(id, container -> rename.run(container, name));
  }

  /** Replaces the parts of the spec that may change; the runtime is told of new limits. */
  public void update(ContainerId id, Function<ContainerConfig, ContainerConfig> changed) {
    operate(
        id,
        container -> {
          Operation.UPDATE.require(container);
          ContainerConfig config = changed.apply(container.config());
          if (differ(container.config(), config)) {
            limit(container, config);
          }
          container.saveConfig(config, container.change(fields -> fields).telling("update", null));
        });
  }

  /** What waits for its start is made anew by it, with all that limits are. */
  private void limit(LockedContainer container, ContainerConfig config) {
    if (container.state() == ContainerState.CREATED) {
      operations.cleanup().run(container);
    } else if (container.state().isActive()) {
      rooms.runtime().update(container.id(), config.spec().resources());
    }
  }

  /**
   * Tells the container's status again, in order with its changes.
   *
   * @return false if there is no such container
   */
  public boolean announce(ContainerId id) {
    try (LockedContainer container = containers.lock(id)) {
      container.save(SavePoint.UPDATE_SAVED, container.change(fields -> fields));
      return true;
    } catch (GantryException e) {
      if (e.code() == ErrorCode.NO_SUCH_CONTAINER || e.code() == ErrorCode.REMOVED) {
        return false;
      }
      throw e;
    }
  }

  private static boolean differ(ContainerConfig before, ContainerConfig after) {
    return !before.spec().resources().equals(after.spec().resources());
  }

  /** Runs something that needs the container in a state its operation accepts, under its lock. */
  public <T> T inspectFor(ContainerId id, Operation operation, Function<ContainerRecord, T> look) {
    try (LockedContainer container = containers.lock(id)) {
      operations.sync().run(container);
      operation.require(container);
      return look.apply(container.record());
    }
  }

  /** Writes an event that comes with no change; its failure is only logged (EVENTS-3). */
  public void tell(ContainerConfig config, String action, @Nullable String detail) {
    containers.tell(config, action, detail);
  }

  /**
   * Checks its health now, beside the checks that come by themselves.
   *
   * @throws GantryException STATE_INVALID unless it runs, INVALID_ARGUMENT if it has no check
   */
  public HealthLog checkHealth(ContainerId id) {
    return operations.checkHealth(id);
  }

  /** The end of a run, once it is durable. */
  public CompletableFuture<ExitRecord> exit(ContainerId id, long run) {
    return waits.of(id, run);
  }

  /** Forgets exits that are old and acknowledged (EXITCODES-3). */
  public void pruneExits() {
    store.pruneExits(time.now(), EXIT_RETENTION);
  }

  private void operate(ContainerId id, Consumer<LockedContainer> operation) {
    try (LockedContainer container = containers.lock(id)) {
      operations.sync().run(container);
      operation.accept(container);
    }
  }

  /** An operation that may end a run: what follows an end is done by a worker afterwards. */
  private <T> T followed(ContainerId id, Function<LockedContainer, T> operation) {
    try (LockedContainer container = containers.lock(id)) {
      operations.sync().run(container);
      return operation.apply(container);
    } finally {
      operations.afterExit(id);
    }
  }
}
