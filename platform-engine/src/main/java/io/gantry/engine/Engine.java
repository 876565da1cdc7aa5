package io.gantry.engine;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.Sizes;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.cgroup.ContainerStats;
import io.gantry.engine.checkpoint.Checkpoints;
import io.gantry.engine.exec.AttachSession;
import io.gantry.engine.exec.DetachKeys;
import io.gantry.engine.exec.ExecSession;
import io.gantry.engine.exec.ExecSpec;
import io.gantry.engine.health.HealthLog;
import io.gantry.engine.health.HealthLogFile;
import io.gantry.engine.image.Images;
import io.gantry.engine.lifecycle.Batch;
import io.gantry.engine.lifecycle.Operation;
import io.gantry.engine.lifecycle.RemoveOptions;
import io.gantry.engine.lifecycle.StopOutcome;
import io.gantry.engine.log.LogOptions;
import io.gantry.engine.log.LogReader;
import io.gantry.engine.network.Network;
import io.gantry.engine.network.Networks;
import io.gantry.engine.pod.Pods;
import io.gantry.engine.secret.Secrets;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.ExecRecord;
import io.gantry.engine.state.Journal;
import io.gantry.engine.state.Outbox;
import io.gantry.engine.state.StoredContainer;
import io.gantry.engine.storage.ContainerStorage;
import io.gantry.engine.volume.Volumes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The containers of one node. What a method has done is durable when it returns, and asking for
 * what is already so is success where the method says so. Failures are {@link GantryException}.
 * Thread-safe.
 */
public final class Engine implements AutoCloseable {
  private final Wiring wiring;

  private Engine(Wiring wiring) {
    this.wiring = wiring;
  }

  /**
   * Opens the engine of these directories: takes up everything an earlier one left, whatever ended
   * it. Live containers are not touched.
   *
   * @throws GantryException UNSUPPORTED unless this process is root's and the runtime is there and
   *     fits this host, CONFLICT if another engine or runtime has the directories, INVALID_ARGUMENT
   *     for descriptors to pass on that are not open
   */
  public static Engine open(EngineConfig config) {
    return open(config, EngineUser.ofProcess());
  }

  /** The same for a process of this user. */
  static Engine open(EngineConfig config, EngineUser user) {
    user.requireRoot();
    config.supervisor().requireOpen();
    return new Engine(Wiring.open(config));
  }

  /**
   * Stores a container of an image that is here. Repeating it with the same id is success.
   *
   * @param name absent is a random one that is free (STORAGE-6)
   * @throws GantryException NO_SUCH_IMAGE, NAME_DUPLICATE, NO_SPACE, CONFLICT if a container it
   *     joins is not here, INVALID_ARGUMENT for a name that cannot be one, UNSUPPORTED if the
   *     runtime or the kernel lacks what it needs
   */
  public ContainerConfig create(
      TenantId tenant, ContainerId id, @Nullable String name, ContainerSpec spec) {
    return wiring.creation().create(tenant, id, name, spec);
  }

  /**
   * Creates it in the runtime without starting its command; its process waits for {@link #start}.
   *
   * @throws GantryException STATE_INVALID unless it is configured, stopped or exited, PORT_IN_USE,
   *     ADDRESS_IN_USE, NETWORK, RUNTIME, NO_SPACE; nothing of the attempt is left then
   */
  public void init(ContainerId id) {
    wiring.lifecycle().init(id);
  }

  /**
   * Starts it: on return its command runs, or has ended already.
   *
   * @throws GantryException STATE_INVALID if it runs, RUNTIME_NOT_FOUND or RUNTIME_PERMISSION if
   *     its command cannot be run; the run has ended with 127 or 126 then. All of {@link #init}
   */
  public void start(ContainerId id) {
    wiring.lifecycle().start(id);
  }

  /** Starts what it needs first, and then itself; what it needs and runs already is left alone. */
  public void startWithDependencies(ContainerId id) {
    wiring.lifecycle().startWithDependencies(id);
  }

  /**
   * Stops it: sends its stop signal, after the grace KILL, and waits for the end, which is durable
   * on return. What is stopped already is success.
   *
   * @param timeout grace before KILL, zero for KILL at once; absent is the container's
   * @param by who asked for it, for the exit record
   * @throws GantryException STATE_INVALID if it is paused, TIMEOUT or MONITOR_DEAD if the end was
   *     not seen; the run has ended with -1 then
   */
  public StopOutcome stop(ContainerId id, @Nullable Duration timeout, @Nullable String by) {
    return wiring.lifecycle().stop(id, timeout, by);
  }

  /**
   * Sends a signal to its first process. With KILL the end is durable on return; any other may end
   * it later, or never.
   *
   * @param signal as {@code KILL}, {@code SIGTERM} or {@code 15}
   * @param by who asked for it, for the exit record
   * @throws GantryException STATE_INVALID unless it runs, INVALID_ARGUMENT for what is no signal
   */
  public void kill(ContainerId id, String signal, @Nullable String by) {
    wiring.lifecycle().kill(id, signal, by);
  }

  /**
   * Freezes all its processes; no health check is done meanwhile.
   *
   * @throws GantryException STATE_INVALID unless it runs, also if it is paused already
   */
  public void pause(ContainerId id) {
    wiring.lifecycle().pause(id);
  }

  /**
   * Thaws it.
   *
   * @throws GantryException STATE_INVALID unless it is paused
   */
  public void unpause(ContainerId id) {
    wiring.lifecycle().unpause(id);
  }

  /**
   * Stops it if it runs, and starts it.
   *
   * @param timeout grace before KILL; absent is the container's
   * @param by who asked for it, for the exit record
   * @throws GantryException STATE_INVALID if it is paused, and all of {@link #stop} and {@link
   *     #start}
   */
  public void restart(ContainerId id, @Nullable Duration timeout, @Nullable String by) {
    wiring.lifecycle().restart(id, timeout, by);
  }

  /**
   * Frees what an ended container holds: mounts, addresses, what the runtime has of it. The engine
   * does it after each end by itself; repeating it, and a container that is gone, is success.
   *
   * @throws GantryException STATE_INVALID if it runs
   */
  public void cleanup(ContainerId id) {
    wiring.lifecycle().cleanup(id);
  }

  /**
   * Does several operations on one container that nobody else comes between: whoever else wants
   * something of it waits until the work has returned.
   *
   * @param work called once, on the calling thread; what it has done by a failure stays done
   */
  public void batch(ContainerId id, Consumer<Batch> work) {
    wiring.lifecycle().batch(id, work);
  }

  /**
   * Asks the runtime what became of it, and corrects what is recorded: for a host on which somebody
   * used the runtime beside the engine. A container the runtime has lost has ended with -1.
   */
  public void sync(ContainerId id) {
    wiring.lifecycle().sync(id);
  }

  /**
   * Removes it with all it has on the host; one that is gone is success. Its exits stay known.
   *
   * @throws GantryException STATE_INVALID without force if it runs, DEPENDENCY_EXISTS if others
   *     need it
   */
  public void remove(ContainerId id, RemoveOptions options) {
    wiring.lifecycle().remove(id, options);
  }

  /** Removes all that need it, and then itself. */
  public void removeWithDependents(ContainerId id, RemoveOptions options) {
    wiring.lifecycle().removeWithDependents(id, options);
  }

  /**
   * Gives it another name; files that a run reads have the former one until the next start.
   *
   * @throws GantryException INVALID_ARGUMENT for a name that cannot be one, NAME_DUPLICATE
   */
  public void rename(ContainerId id, String name) {
    wiring.lifecycle().rename(id, name);
  }

  /**
   * The last resort for a container that {@link #remove} cannot remove, or whose row cannot be
   * read: kills its processes, forgets it, and frees what can be freed.
   *
   * @param by who asked for it, for the exit record
   * @throws GantryException RUNTIME if its processes cannot be killed; it is kept then
   */
  public void evict(ContainerId id, @Nullable String by) {
    wiring.lifecycle().evict(id, by);
  }

  /**
   * Takes over what may change while it lives: labels, limits, restart policy, stop. All else in
   * the spec is ignored. Limits are set anew; one that runs has them on return, but for ulimits and
   * shared memory.
   *
   * @throws GantryException STATE_INVALID if it is being removed, RUNTIME if the limits are
   *     refused, INVALID_ARGUMENT for a limit that is none, UNSUPPORTED for one that this host
   *     cannot set
   */
  public void update(ContainerId id, ContainerSpec spec) {
    wiring.cgroups().require(spec.resources());
    wiring
        .lifecycle()
        .update(
            id,
            config ->
                config.withSpec(
                    config.spec().toBuilder()
                        .labels(spec.labels())
                        .resources(spec.resources())
                        .restart(spec.restart())
                        .stop(spec.stop())
                        .build()));
  }

  /**
   * Connects it to one more network of its tenant; connected already is success. One that is
   * initialised or runs has the new interface on return, and asks the network's DNS server first.
   *
   * @throws GantryException NO_SUCH_NETWORK, NETWORK, INVALID_ARGUMENT without mode BRIDGE
   */
  public void connect(ContainerId id, String network) {
    wiring.lifecycle().connect(id, network);
  }

  /**
   * Removes the tenant's networks that none of its containers joins, whether it runs or not.
   *
   * @return what was removed
   */
  public List<Network> pruneNetworks(TenantId tenant) {
    Set<String> joined =
        list().stream()
            .map(ContainerInspect::config)
            .filter(config -> config.tenant().equals(tenant))
            .flatMap(config -> config.spec().network().joined().stream())
            .collect(Collectors.toSet());
    return wiring.networks().prune(tenant, joined);
  }

  /**
   * Disconnects it from a network; not connected is success.
   *
   * @throws GantryException NETWORK, CONFLICT if it has no other, INVALID_ARGUMENT without mode
   *     BRIDGE
   */
  public void disconnect(ContainerId id, String network) {
    wiring.lifecycle().disconnect(id, network);
  }

  /**
   * Builds its rules and interfaces again, with the same addresses: for when somebody else has
   * taken them away.
   *
   * @throws GantryException STATE_INVALID unless it is initialised or runs, NETWORK,
   *     INVALID_ARGUMENT without mode BRIDGE
   */
  public void reloadNetwork(ContainerId id) {
    wiring.lifecycle().reloadNetwork(id);
  }

  /**
   * Puts the container's status into the outbox again, in order with its changes: for whoever adds
   * to the reports what the engine does not know.
   *
   * @return false if there is no such container
   */
  public boolean announce(ContainerId id) {
    return wiring.lifecycle().announce(id);
  }

  /**
   * Looks at one.
   *
   * @throws GantryException NO_SUCH_CONTAINER
   */
  public ContainerInspect inspect(ContainerId id) {
    return find(id)
        .orElseThrow(
            () ->
                GantryException.of(ErrorCode.NO_SUCH_CONTAINER, "there is no such container")
                    .about("container", id));
  }

  /** Looks at one, if it is there: as recorded, which a run that ends just now may be ahead of. */
  public Optional<ContainerInspect> find(ContainerId id) {
    return wiring.store().find(id).map(Engine::inspect);
  }

  /** By full id, then exact name, then a prefix of the id that only one has (STORAGE-17). */
  public Optional<ContainerId> find(TenantId tenant, String nameOrPrefix) {
    return wiring.lookup().find(tenant, nameOrPrefix);
  }

  /** All containers of this engine, of every tenant and in every state. */
  public List<ContainerInspect> list() {
    return wiring.store().list().stream().map(Engine::inspect).toList();
  }

  private static ContainerInspect inspect(StoredContainer stored) {
    return new ContainerInspect(stored.config(), stored.record());
  }

  /**
   * The end of a run as soon as it is durable; also of a container that was removed.
   *
   * @param run number of the run, from 1
   * @return completed exceptionally with REMOVED or NO_SUCH_CONTAINER if there will be none
   */
  public CompletableFuture<ExitRecord> exit(ContainerId id, long run) {
    return wiring.lifecycle().exit(id, run);
  }

  /**
   * Waits for the end of a run.
   *
   * @param run number of the run, from 1
   * @param timeout absent is for ever
   * @throws GantryException TIMEOUT, NO_SUCH_CONTAINER, REMOVED
   */
  public ExitRecord waitForExit(ContainerId id, long run, @Nullable Duration timeout)
      throws InterruptedException {
    try {
      CompletableFuture<ExitRecord> exit = exit(id, run);
      return timeout == null ? exit.get() : exit.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw GantryException.of(
              ErrorCode.TIMEOUT, "run " + run + " did not end within " + timeout, e)
          .about("container", id);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof GantryException failure
          ? failure
          : GantryException.of(ErrorCode.INTERNAL, "waiting failed", e);
    }
  }

  /** Its output, as kept by its log driver; following ends with the run. */
  public LogReader logs(ContainerId id, LogOptions options) {
    return wiring.streams().logs(inspect(id), options);
  }

  /**
   * Connects to the streams of its process; before a start no output is lost.
   *
   * @throws GantryException STATE_INVALID unless it is initialised or runs, UNSUPPORTED if its
   *     streams are this process's
   */
  public AttachSession attach(ContainerId id, DetachKeys keys) {
    return wiring.streams().attach(inspect(id), keys);
  }

  /**
   * Runs a further command in it.
   *
   * @throws GantryException STATE_INVALID unless it runs, RUNTIME_NOT_FOUND or RUNTIME_PERMISSION
   */
  public ExecSession exec(ContainerId id, ExecSpec spec) {
    return wiring.streams().exec(inspect(id), spec);
  }

  /**
   * Tells how far a further command is: also one of an earlier engine, and for five minutes after
   * its end, or as long as the report of it has not been taken over.
   *
   * @throws GantryException NO_SUCH_EXEC
   */
  public ExecRecord inspectExec(ContainerId id, String session) {
    return wiring.recordedSessions().inspect(id, session);
  }

  /**
   * Checks its health now.
   *
   * @throws GantryException STATE_INVALID unless it runs, INVALID_ARGUMENT if it has no check
   */
  public HealthLog checkHealth(ContainerId id) {
    return wiring.lifecycle().checkHealth(id);
  }

  /** What its last health checks found, also of a run that has ended. */
  public HealthLog health(ContainerId id) {
    return HealthLogFile.read(inspect(id).config().staticDir());
  }

  /**
   * What it uses now.
   *
   * @throws GantryException STATE_INVALID unless it runs or is paused, NO_CGROUPS
   */
  public ContainerStats stats(ContainerId id) {
    int pid =
        wiring
            .lifecycle()
            .inspectFor(
                id,
                Operation.STATS,
                record -> record.process() == null ? 0 : record.process().pid());
    return wiring
        .cgroups()
        .stats(id, pid)
        .orElseThrow(
            () ->
                GantryException.of(ErrorCode.NO_CGROUPS, "this host has no cgroups")
                    .about("container", id));
  }

  /**
   * What it takes on the disk; expensive, for every file is looked at (SIZE-5).
   *
   * @throws GantryException NO_SUCH_CONTAINER, STORAGE
   */
  public Sizes sizes(ContainerId id) {
    String external = inspect(id).config().spec().root().path();
    return external == null
        ? wiring.storage().sizes(id)
        : ContainerStorage.sizesOf(Path.of(external));
  }

  /** Containers' files seen from the host: mounts on request, exports, artifacts. */
  public ContainerFiles files() {
    return wiring.files();
  }

  /** The images of this node's tenants. */
  public Images images() {
    return wiring.images();
  }

  /** The volumes of this node's tenants. */
  public Volumes volumes() {
    return wiring.volumes();
  }

  /** The pods of this node, in which containers share namespaces. */
  public Pods pods() {
    return wiring.pods();
  }

  /** Containers written to the disk, and brought back. */
  public Checkpoints checkpoints() {
    return wiring.checkpoints();
  }

  /** Secrets of this node's tenants, which containers name in their spec. */
  public Secrets secrets() {
    return wiring.secrets();
  }

  /** The networks of this node's tenants. */
  public Networks networks() {
    return wiring.networks();
  }

  /** What has happened: the newest events, to be read and followed. */
  public Journal events() {
    return wiring.journal();
  }

  /**
   * Up to when, by the host's wall clock, the end of every run is in the {@link #outbox()} or was
   * acknowledged out of it: no run that ended before is added later. Asked before the outbox is
   * read, it holds for what is read then. Empty if it cannot be said now. A clock that is set back
   * gives earlier times to later ends.
   */
  public Optional<Instant> endsKnownUpTo() {
    return wiring.lifecycle().endsKnownUpTo();
  }

  /** What the node has still to tell. */
  public Outbox outbox() {
    return wiring.outbox();
  }

  /**
   * Removes every container, whatever its state, every pod, and all networks, volumes and cgroups.
   */
  public void purge() {
    wiring.purge();
  }

  /** What the engine works with, as found when it opened. */
  public EngineInfo info() {
    return wiring.info();
  }

  /** Ends the engine; containers run on, and their ends are recorded by the next one. */
  @Override
  public void close() {
    wiring.close();
  }
}
