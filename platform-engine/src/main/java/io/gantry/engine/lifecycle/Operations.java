package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.error.GantryException;
import io.gantry.engine.health.HealthLog;
import io.gantry.engine.state.StateStore;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations wired to each other, and the work that follows by itself on the workers. */
final class Operations {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

  private final Containers containers;
  private final Workers workers;
  private final MonitorWatch watch;
  private final Sync sync;
  private final MonitorDeath monitorDeath;
  private final RuntimeSync runtimeSync;
  private final Cleanup cleanup;
  private final Stop stop;
  private final Kill kill;
  private final Pause pause;
  private final Initialise initialise;
  private final InitAhead initAhead;
  private final Start start;
  private final FailedStart failedStart;
  private final Restart restart;
  private final Checkpoint checkpoint;
  private final Restore restore;
  private final Remove remove;
  private final Evict evict;
  private final NoSessions noSessions;
  private final DueRestart dueRestart;
  private final AfterExit afterExit;
  private final RestartTimer timer;
  private final Persistent persistent;
  private final Health health;
  private final HealthCheck healthCheck;
  private final NetworkChanges networkChanges;

  Operations(
      Rooms rooms,
      Containers containers,
      StateStore store,
      ExitWaits waits,
      Surroundings surroundings) {
    this.containers = containers;
    this.workers = surroundings.workers();
    Limits limits = surroundings.limits();
    this.watch = workers.watch(this::afterExit);
    Endings endings = new Endings(containers.time());
    this.sync = new Sync(rooms.exits(), endings);
    this.monitorDeath = new MonitorDeath(rooms, sync, endings);
    this.health = new Health(rooms.health(), new HealthTimers(workers, this::checkHealthLater));
    Deletion deletion = new Deletion(rooms, limits.monitorEnd(), workers.parallel());
    this.cleanup = new Cleanup(rooms, sync, endings, deletion, health);
    this.runtimeSync = new RuntimeSync(rooms, sync, monitorDeath, endings, cleanup);
    Ended ended = new Ended(store, sync, monitorDeath, cleanup, endings);
    EndOfRun endOfRun = new EndOfRun(rooms, waits, limits);
    this.stop = new Stop(endOfRun, ended, endings);
    this.kill = new Kill(rooms, endOfRun, ended);
    this.pause = new Pause(rooms);
    Prepare prepare = new Prepare(rooms, workers.parallel());
    Init init = new Init(rooms, deletion, watch, health);
    this.initialise = new Initialise(prepare, init, cleanup);
    this.initAhead = new InitAhead(containers, initialise);
    this.remove = new Remove(rooms, stop, kill, cleanup, endings);
    this.evict = new Evict(rooms, containers, store, sync, remove);
    CommandStart command = new CommandStart(rooms, health);
    this.failedStart = new FailedStart(rooms.exits(), endings, cleanup);
    this.start =
        new Start(
            command, new StartSteps(prepare, init, cleanup, monitorDeath), failedStart, remove);
    this.checkpoint = new Checkpoint(rooms, sync, endOfRun, endings, cleanup);
    this.restore = new Restore(rooms, prepare, init, command, failedStart);
    this.restart = new Restart(rooms, stop, cleanup, start);
    this.healthCheck =
        new HealthCheck(rooms.health(), containers, sync, new UnhealthyAction(kill, stop, restart));
    this.networkChanges = new NetworkChanges(rooms, cleanup);
    this.noSessions = new NoSessions(rooms.sessions());
    this.dueRestart = new DueRestart(start);
    this.afterExit = new AfterExit(containers, sync, monitorDeath, cleanup, remove);
    this.persistent = new Persistent(workers);
    this.timer = new RestartTimer(workers, containers.time(), this::restartNow);
  }

  MonitorWatch watch() {
    return watch;
  }

  Sync sync() {
    return sync;
  }

  MonitorDeath monitorDeath() {
    return monitorDeath;
  }

  Cleanup cleanup() {
    return cleanup;
  }

  /** Cleans it up on request, and has it start again if its policy says so. */
  void cleanup(LockedContainer container) {
    Operation.CLEANUP.require(container);
    if (container.record().nextRestartAt() == null) {
      noSessions.require(container);
    }
    cleanup.run(container);
    restartIfDue(container);
  }

  Stop stop() {
    return stop;
  }

  Kill kill() {
    return kill;
  }

  Pause pause() {
    return pause;
  }

  /** Initialises it on request; what the engine has initialised by itself is success. */
  void initialise(LockedContainer container) {
    if (containers.parked().contains(container.id())) {
      return;
    }
    Operation.INIT.require(container);
    container.requireDependencies();
    initialise.run(container);
  }

  Start start() {
    return start;
  }

  FailedStart failedStart() {
    return failedStart;
  }

  Restart restart() {
    return restart;
  }

  Checkpoint checkpoint() {
    return checkpoint;
  }

  /** Writes it to the disk; one that is to be removed after its run is removed then. */
  void checkpoint(LockedContainer container, CheckpointSteps steps, @Nullable String by) {
    checkpoint.run(container, steps, by);
    if (container.config().spec().autoRemove() && !steps.keepsRunning()) {
      remove.run(container, RemoveOptions.BY_ITSELF);
    }
  }

  Restore restore() {
    return restore;
  }

  Remove remove() {
    return remove;
  }

  Evict evict() {
    return evict;
  }

  NetworkChanges networkChanges() {
    return networkChanges;
  }

  Health health() {
    return health;
  }

  /** Checks its health now; what follows an end that comes of it is done by a worker. */
  HealthLog checkHealth(ContainerId id) {
    try {
      return healthCheck.run(id);
    } finally {
      afterExit(id);
    }
  }

  private void checkHealthLater(ContainerId id) {
    submit(
        id,
        workers.checks(),
        () -> {
          try {
            HealthLog unused = checkHealth(id);
          } catch (GantryException e) {
            LOG.debug("no health check now container={}", id, e);
          }
        });
  }

  /** Corrects the record by what the runtime says, and does what follows an end. */
  void syncWithRuntime(LockedContainer container) {
    runtimeSync.run(container);
    if (container.state() == ContainerState.STOPPED) {
      Failures unused = afterExit.follow(container, timer);
    }
  }

  /** Has a worker look whether the container has ended, and do what follows. */
  void afterExit(ContainerId id) {
    persistent.run(id, () -> afterExit.run(id, timer));
  }

  /** Has a worker initialise the new container, as long as nobody else wants it. */
  void initAhead(ContainerId id) {
    submit(id, workers.ahead(), () -> initAhead.run(id));
  }

  /** Has the timer start the container again if that is due or will be. */
  void restartIfDue(LockedContainer container) {
    Instant next = container.record().nextRestartAt();
    if (next != null) {
      timer.schedule(container.id(), next);
    }
  }

  private void restartNow(ContainerId id) {
    later(
        id,
        container -> {
          Instant next = dueRestart.run(container);
          if (next != null) {
            timer.schedule(id, next);
          }
        });
  }

  /** Has a worker do something with the locked, synced container; a failure is logged. */
  void later(ContainerId id, Consumer<LockedContainer> work) {
    persistent.run(
        id,
        () -> {
          try (LockedContainer container = containers.lock(id)) {
            sync.run(container);
            work.accept(container);
          }
        });
  }

  private void submit(ContainerId id, Executor by, Runnable work) {
    try {
      by.execute(work);
    } catch (RejectedExecutionException e) {
      LOG.debug("closing, left to the next opening container={}", id, e);
    }
  }
}
