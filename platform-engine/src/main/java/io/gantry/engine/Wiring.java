package io.gantry.engine;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ImageDetail;
import io.gantry.api.pod.PodId;
import io.gantry.engine.cgroup.Cgroups;
import io.gantry.engine.checkpoint.Checkpoints;
import io.gantry.engine.exec.ExecSessions;
import io.gantry.engine.exec.RecordedSessions;
import io.gantry.engine.feature.CgroupFit;
import io.gantry.engine.feature.RuntimeProgram;
import io.gantry.engine.health.HealthExec;
import io.gantry.engine.hooks.Hooks;
import io.gantry.engine.idmap.UserIds;
import io.gantry.engine.image.ImageCatalog;
import io.gantry.engine.image.Images;
import io.gantry.engine.lifecycle.HostProcesses;
import io.gantry.engine.lifecycle.HostWorkers;
import io.gantry.engine.lifecycle.Lifecycle;
import io.gantry.engine.lifecycle.RemoveOptions;
import io.gantry.engine.lifecycle.Rooms;
import io.gantry.engine.lifecycle.Surroundings;
import io.gantry.engine.lifecycle.Time;
import io.gantry.engine.mount.EngineFiles;
import io.gantry.engine.mount.RootFilesystem;
import io.gantry.engine.network.HostResolver;
import io.gantry.engine.network.Networks;
import io.gantry.engine.pod.ExitPolicy;
import io.gantry.engine.pod.PauseRoot;
import io.gantry.engine.pod.PodParts;
import io.gantry.engine.pod.PodRoom;
import io.gantry.engine.pod.Pods;
import io.gantry.engine.runtime.ExitFiles;
import io.gantry.engine.runtime.Monitor;
import io.gantry.engine.runtime.MonitorFiles;
import io.gantry.engine.runtime.OciRuntime;
import io.gantry.engine.runtime.RuncRuntime;
import io.gantry.engine.runtime.RunningMonitors;
import io.gantry.engine.runtime.StrayMonitors;
import io.gantry.engine.secret.ContainerSecrets;
import io.gantry.engine.secret.Secrets;
import io.gantry.engine.spec.HostFacts;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.Database;
import io.gantry.engine.state.ExecRecords;
import io.gantry.engine.state.ExitHistory;
import io.gantry.engine.state.Journal;
import io.gantry.engine.state.Outbox;
import io.gantry.engine.state.PodMembership;
import io.gantry.engine.state.PodStore;
import io.gantry.engine.state.Reserve;
import io.gantry.engine.state.SqliteStateStore;
import io.gantry.engine.state.StateStore;
import io.gantry.engine.state.StoredContainer;
import io.gantry.engine.storage.ContainerStorage;
import io.gantry.engine.storage.LayerLimits;
import io.gantry.engine.storage.LayerStore;
import io.gantry.engine.validation.ContainerNames;
import io.gantry.engine.volume.Volumes;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The engine's parts and how they hang together, by hand. Closing ends them in reverse order. */
final class Wiring implements AutoCloseable {
  private static final Duration PRUNE_INTERVAL = Duration.ofMinutes(1);

  private final EngineConfig config;
  private final SupervisorRoom supervision;
  private final EngineDirectories directories;
  private final Reserve reserve;
  private final Database database;
  private final Outbox outbox;
  private final StateStore store;
  private final ExitHistory exitHistory;
  private final Journal journal;
  private final UserIds userIds;
  private final RuntimeProgram program;
  private final Cgroups cgroups;
  private final ContainerStorage storage;
  private final Images images;
  private final Volumes volumes;
  private final Networks networks;
  private final ExecSessions sessions;
  private final RecordedSessions recordedSessions;
  private final Secrets secrets;
  private final HostWorkers workers;
  private final ExitFiles exitFiles;
  private final Lifecycle lifecycle;
  private final PodStore podStore;
  private final ExitPolicy exitPolicy;
  private final Pods pods;
  private final Checkpoints checkpoints;

  private Wiring(EngineConfig config) throws IOException {
    Time time = Time.ofHost();
    this.config = config;
    this.supervision = new SupervisorRoom(config.supervisor());
    HostPrograms programs = new HostPrograms(config.environment());
    this.program = programs.runtime(config.runtime());
    this.cgroups = Cgroups.detect(config.cgroupParent(), this::podOf);
    new CgroupFit(cgroups.mode(), cgroups.unifiedControllers()).require(program);
    EngineDirectories.makeForRuntime(config, program.name());
    this.directories = EngineDirectories.take(config);
    this.reserve = new Reserve(config.home().resolve("reserve"), config.reserveBytes());
    this.database =
        Database.open(config.home().resolve("db").resolve("engine.sqlite"), reserve, schema());
    this.outbox = new Outbox(database, time.clock());
    this.store = new SqliteStateStore(database, outbox);
    this.podStore = new PodStore(database, outbox);
    this.exitHistory = new ExitHistory(database, time.clock(), config.exitRetention());
    this.journal = new Journal(database, outbox, time.clock(), config.mostEvents());
    this.userIds = new UserIds(store);
    LayerStore layers = LayerStore.open(config.home(), LayerLimits.DEFAULT);
    this.storage = ContainerStorage.open(config.home(), layers);
    this.images =
        new Images(
            new ImageCatalog(database, time.clock()),
            layers,
            storage,
            store::usesImage,
            config.imageSources());
    this.volumes =
        new Volumes(
            database,
            config.home(),
            time.clock(),
            new SecureRandom(),
            new VolumeSeeds(store, images, storage));
    this.networks =
        new Networks(
            database,
            config.runDir(),
            time.clock(),
            new SecureRandom(),
            config.mostSpareConnections());
    this.secrets =
        Secrets.open(
            database, config.home().resolve("secret.key"), new SecureRandom(), time.clock());
    this.workers = HostWorkers.open();
    OciRuntime runtime =
        new RuncRuntime(program.path(), config.runtimeRoot(program.name()), config.environment());
    Monitor monitor =
        new Monitor(programs.require("conmon"), runtime, cgroups, config.environment());
    this.sessions = new ExecSessions(monitor, new RunningMonitors(runtime), new SecureRandom());
    CompletableFuture<Pods> podsReady = new CompletableFuture<>();
    this.exitPolicy = new ExitPolicy(podStore, workers, podsReady::join);
    this.recordedSessions =
        new RecordedSessions(
            sessions,
            new RunningMonitors(runtime),
            new ExecRecords(database, outbox, time.monotonicNanos()),
            this::monitorFiles);
    Launch launch = launch(monitor, runtime);
    CompletableFuture<Lifecycle> ready = new CompletableFuture<>();
    // An exit that comes before the lifecycle is there waits for it.
    this.exitFiles = ExitFiles.watch(config.exits(), id -> ready.join().mayHaveEnded(id));
    this.lifecycle =
        new Lifecycle(
            rooms(launch, runtime),
            store,
            new Surroundings(
                time, config.savePoints(), workers, config.limits(), config.mostParked()));
    ready.complete(lifecycle);
    this.pods = new Pods(podStore, store, lifecycle, podParts(time));
    podsReady.complete(pods);
    this.checkpoints =
        new Checkpoints(
            lifecycle,
            new Checkpoints.Rooms(
                runtime,
                program,
                launch,
                creation(),
                store,
                storage,
                volumes,
                config.environment()),
            config.home());
  }

  private static List<String> schema() {
    return Stream.of(
            SqliteStateStore.SCHEMA,
            ImageCatalog.SCHEMA,
            Networks.schema(),
            Volumes.schema(),
            Secrets.schema())
        .flatMap(List::stream)
        .toList();
  }

  private Launch launch(Monitor monitor, OciRuntime runtime) {
    HostFacts host = HostFacts.detect().withRuntime(Path.of(runtime.command().getFirst()));
    return new Launch(
        monitor,
        networks,
        new RootFilesystem(storage, volumes.ofContainers()),
        new EngineFiles(HostResolver.ofHost(), host.initProgram()),
        cgroups,
        host,
        new JoinedNamespaces(store),
        new SpecCompletion(Hooks.of(config.hookDirectories()), containerSecrets(), supervision),
        config.exits());
  }

  private Rooms rooms(Launch launch, OciRuntime runtime) {
    return new Rooms(
        new RootRoom(
            launch.roots(),
            storage,
            volumes.ofContainers(),
            images,
            containerSecrets(),
            config.containers(),
            config.runContainers()),
        new NetworkRoom(networks, launch.engineFiles(), launch.host().hostname()),
        new RuntimeRoom(
            runtime,
            config.runtimeRoot(program.name()),
            launch,
            cgroups,
            new StrayMonitors(config.exits(), config.runtimeRoot(program.name())),
            new EndHooks(launch.completion().hooks(), config.containers())),
        new ExitRoom(exitFiles, sessions, config.exits(), cgroups),
        new SessionRoom(sessions, config.exits()),
        new HostProcesses(),
        new HealthRoom(
            new HealthExec(sessions, Time.ofHost().clock(), workers.parallel()),
            containerSecrets(),
            config.exits()),
        new PodRoom(podStore, exitPolicy),
        launch.completion().supervision());
  }

  private PodParts podParts(Time time) {
    return new PodParts(
        creation(),
        new CgroupsOfPods(cgroups),
        new PauseRoot(config.home().resolve("pause"), HostFacts.detect().initProgram()),
        workers,
        time.clock(),
        new SecureRandom(),
        names(),
        config.limits().lock(),
        config.savePoints());
  }

  private Optional<PodId> podOf(ContainerId id) {
    return store.find(id).map(stored -> stored.config().membership()).map(PodMembership::pod);
  }

  static Wiring open(EngineConfig config) {
    try {
      Wiring wiring = new Wiring(config);
      wiring.takeUp();
      return wiring;
    } catch (IOException e) {
      throw GantryException.of(
          ErrorCode.INTERNAL, "the engine in " + config.home() + " cannot be opened", e);
    }
  }

  /** What an earlier engine, or an earlier boot, has left. */
  private void takeUp() throws IOException {
    outbox.tellRest();
    recordedSessions.takeUp();
    AliveFile alive = AliveFile.in(config.runDir());
    if (alive.tellsReboot()) {
      lifecycle.refresh();
      alive.write();
    }
    lifecycle.recover();
    checkpoints.takeUp();
    pods.recover(exitPolicy);
    prune();
  }

  private void prune() {
    workers.after(PRUNE_INTERVAL, this::prune); // first, so that a failure does not end it
    lifecycle.pruneExits();
    exitHistory.prune();
    journal.prune();
    recordedSessions.prune();
  }

  private Optional<MonitorFiles> monitorFiles(ContainerId id) {
    return store
        .find(id)
        .map(StoredContainer::config)
        .map(
            container ->
                new MonitorFiles(id, container.staticDir(), container.runDir(), config.exits()));
  }

  ContainerConfig newConfig(
      TenantId tenant, ContainerId id, String name, ContainerSpec spec, ImageDetail image) {
    Path bundle = config.containers().resolve(id.value());
    return new ContainerConfig(
        id,
        tenant,
        name,
        spec,
        image,
        Time.ofHost().clock().instant(),
        bundle,
        config.runContainers().resolve(id.value()),
        bundle.resolve("ctr.log"));
  }

  void purge() {
    pods.purge();
    for (var stored : store.list()) {
      lifecycle.removeWithDependents(
          stored.config().id(), new RemoveOptions(true, true, Duration.ZERO, "purge"));
    }
    networks.purge();
    volumes.purge();
    secrets.purge();
    purgeCgroups();
  }

  private void purgeCgroups() {
    try {
      cgroups.purge();
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "cgroups are left", e);
    }
  }

  Reserve reserve() {
    return reserve;
  }

  Outbox outbox() {
    return outbox;
  }

  Journal journal() {
    return journal;
  }

  StateStore store() {
    return store;
  }

  Lookup lookup() {
    return new Lookup(store, podStore);
  }

  UserIds userIds() {
    return userIds;
  }

  Joining joining() {
    return new Joining(store, lookup());
  }

  RuntimeProgram program() {
    return program;
  }

  EngineInfo info() {
    return new EngineInfo(
        program,
        cgroups.mode(),
        System.getProperty("os.version"),
        HostFacts.detect().architecture(),
        ContainerStorage.DRIVER,
        config.home(),
        config.runDir());
  }

  Cgroups cgroups() {
    return cgroups;
  }

  ContainerFiles files() {
    return new ContainerFiles(lifecycle, store, storage, volumes.ofContainers(), images);
  }

  ContainerStorage storage() {
    return storage;
  }

  Checkpoints checkpoints() {
    return checkpoints;
  }

  Pods pods() {
    return pods;
  }

  Creation creation() {
    return new Creation(this, names());
  }

  private static ContainerNames names() {
    return new ContainerNames(new SecureRandom());
  }

  Images images() {
    return images;
  }

  Volumes volumes() {
    return volumes;
  }

  ImageVolumes imageVolumes() {
    return config.imageVolumes();
  }

  Networks networks() {
    return networks;
  }

  Secrets secrets() {
    return secrets;
  }

  private ContainerSecrets containerSecrets() {
    return new ContainerSecrets(secrets);
  }

  ContainerStreams streams() {
    return new ContainerStreams(
        lifecycle, recordedSessions, containerSecrets(), supervision, config.exits());
  }

  RecordedSessions recordedSessions() {
    return recordedSessions;
  }

  Lifecycle lifecycle() {
    return lifecycle;
  }

  @Override
  public void close() {
    exitFiles.close();
    workers.close();
    networks.close();
    images.close();
    database.close();
    directories.close();
  }
}
