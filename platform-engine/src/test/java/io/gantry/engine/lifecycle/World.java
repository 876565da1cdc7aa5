package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageDetail;
import io.gantry.api.node.Report;
import io.gantry.api.pod.PodId;
import io.gantry.api.pod.PodSpec;
import io.gantry.engine.dependency.Dependencies;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.pod.ExitPolicy;
import io.gantry.engine.pod.PauseRoot;
import io.gantry.engine.pod.PodParts;
import io.gantry.engine.pod.PodRoom;
import io.gantry.engine.pod.Pods;
import io.gantry.engine.state.Change;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.ContainerRecord;
import io.gantry.engine.state.Database;
import io.gantry.engine.state.Outbox;
import io.gantry.engine.state.PodMembership;
import io.gantry.engine.state.PodMembership.Role;
import io.gantry.engine.state.PodRecord;
import io.gantry.engine.state.PodStore;
import io.gantry.engine.state.Reserve;
import io.gantry.engine.state.Sharing;
import io.gantry.engine.state.SqliteStateStore;
import io.gantry.engine.state.StateStore;
import io.gantry.engine.validation.ContainerNames;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A lifecycle on a fake host with a real store; time goes on when the test says so. */
final class World implements AutoCloseable {
  static final RemoveOptions FORCED = new RemoveOptions(true, false, Duration.ZERO, "remover");

  private static final Limits SHORT =
      new Limits(
          Duration.ofMillis(200), Duration.ofMillis(60), Duration.ofMillis(60), Duration.ZERO);
  private static final int PARKED = 2;

  /** Of the names of pods. */
  static final int SEED = 1;

  private static final Digest IMAGE = new Digest("sha256:" + "1".repeat(64));

  Instant now = Instant.parse("2026-11-24T12:00:00Z");
  long nanos = 1_000_000_000L;
  final List<String> savePoints = new ArrayList<>();
  final Path directory;
  final Database database;
  final Outbox outbox;
  final SqliteStateStore store;
  final FakeHost host;
  final ManualWorkers workers = new ManualWorkers();
  final Lifecycle lifecycle;
  final PodStore podStore;
  final Pods pods;
  final ExitPolicy exitPolicy;
  final FakePods podHost = new FakePods(this);
  private final PodRoom podRoom;
  private final Limits limits;
  private int created;

  /** Of the image of containers created from now on. */
  ImageConfig image = ImageConfig.EMPTY;

  /** Called before each save, by the save point's id. */
  java.util.function.Consumer<String> beforeSave = point -> {};

  World(Path directory) {
    this(directory, SHORT);
  }

  /** One whose engine waits as long for an exit file as a real one. */
  static World patient(Path directory) {
    Limits limits =
        new Limits(SHORT.lock(), Limits.DEFAULT.exitFile(), SHORT.kill(), SHORT.monitorEnd());
    return new World(directory, limits);
  }

  private World(Path directory, Limits limits) {
    this.limits = limits;
    this.directory = directory;
    Clock clock = clock();
    this.database =
        Database.open(
            directory.resolve("engine.sqlite"),
            new Reserve(directory.resolve("reserve"), 4096),
            SqliteStateStore.SCHEMA);
    this.outbox = new Outbox(database, clock);
    this.store = new SqliteStateStore(database, outbox);
    this.host = new FakeHost(clock);
    this.podStore = new PodStore(database, outbox);
    this.exitPolicy = new ExitPolicy(podStore, workers, this::pods);
    this.podRoom = new PodRoom(podStore, exitPolicy);
    this.lifecycle =
        new Lifecycle(
            host.rooms(podRoom),
            store,
            new Surroundings(new Time(clock, () -> nanos), listener(), workers, limits, PARKED));
    this.pods = new Pods(podStore, store, lifecycle, podParts(clock));
  }

  private Pods pods() {
    return pods;
  }

  /** Hands out containers as the operations get them. */
  Containers containers() {
    return new Containers(
        store,
        new ExitWaits(store, workers.answers()),
        new Dependencies(store, config -> false),
        new Surroundings(new Time(clock(), () -> nanos), listener(), workers, limits, PARKED));
  }

  private PodParts podParts(Clock clock) {
    return new PodParts(
        podHost,
        podHost,
        new PauseRoot(directory.resolve("pause"), directory.resolve("init-program")),
        workers,
        clock,
        new SecureRandom(),
        new ContainerNames(new Random(SEED)),
        SHORT.lock(),
        listener());
  }

  private SavePoint.Listener listener() {
    return new SavePoint.Listener() {
      @Override
      public void before(SavePoint point) {
        beforeSave.accept(point.id());
      }

      @Override
      public void after(SavePoint point) {
        savePoints.add(point.id());
      }
    };
  }

  /** Another engine on the same store and host, as after a crash of this one. */
  Lifecycle reopened() {
    return reopened(store);
  }

  /** The same on a store that was opened anew. */
  Lifecycle reopened(SqliteStateStore other) {
    return engine(rooms -> rooms, other, SavePoint.Listener.NONE);
  }

  /** An engine on this world's host and store as others show them, telling of its saves. */
  Lifecycle engine(UnaryOperator<Rooms> seen, StateStore other, SavePoint.Listener told) {
    return new Lifecycle(
        seen.apply(host.rooms(podRoom)),
        other,
        new Surroundings(new Time(clock(), () -> nanos), told, workers, limits, PARKED));
  }

  private Clock clock() {
    return ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  }

  void pass(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
  }

  ContainerId create() {
    return create(spec -> spec);
  }

  /** A container that needs these. */
  ContainerId needing(ContainerId... needed) {
    return create(spec -> spec, new Sharing(null, null, null, null, List.of(needed)));
  }

  ContainerId create(UnaryOperator<ContainerSpec.Builder> fields) {
    return create(fields, Sharing.NOTHING);
  }

  /** A container with these ids on the host. */
  ContainerId create(IdMaps ids) {
    return create(spec -> spec, Sharing.NOTHING, ids);
  }

  ContainerId create(UnaryOperator<ContainerSpec.Builder> fields, Sharing sharing) {
    return create(fields, sharing, IdMaps.HOST);
  }

  private ContainerId create(
      UnaryOperator<ContainerSpec.Builder> fields, Sharing sharing, IdMaps ids) {
    return create(fields, sharing, ids, null);
  }

  /** A pod without containers. */
  PodRecord pod(PodSpec spec) {
    PodId id = new PodId("%064x".formatted(0xdef000 + ++created));
    PodRecord pod =
        new PodRecord(
            id, TenantId.DEFAULT, "pod-" + created, spec, now, null, PodRecord.Phase.CREATED);
    podStore.insert(pod);
    return pod;
  }

  /** A container of a pod. */
  ContainerId member(PodRecord pod, Role role, UnaryOperator<ContainerSpec.Builder> fields) {
    return create(
        fields, Sharing.NOTHING, IdMaps.HOST, new PodMembership(pod.id(), pod.name(), role));
  }

  private ContainerId create(
      UnaryOperator<ContainerSpec.Builder> fields,
      Sharing sharing,
      IdMaps ids,
      @Nullable PodMembership membership) {
    ContainerId id = new ContainerId("%064x".formatted(0xabc000 + ++created));
    ContainerSpec spec = fields.apply(ContainerSpec.builder("image")).build();
    lifecycle.create(
        config(id, "name-" + created, spec)
            .withSharing(sharing)
            .withIds(ids)
            .withMembership(membership));
    return id;
  }

  /** What is stored of a container that has nothing of others. */
  ContainerConfig config(ContainerId id, String name, ContainerSpec spec) {
    Path bundle = directory.resolve("containers").resolve(id.value());
    return new ContainerConfig(
        id,
        TenantId.DEFAULT,
        name,
        spec,
        new ImageDetail(IMAGE, null, List.of("image"), image, List.of(), "amd64", "linux", now, 0),
        now,
        bundle,
        directory.resolve("run").resolve(id.value()),
        bundle.resolve("ctr.log"));
  }

  /** Breaks what is stored, so that two containers need each other. */
  void needEachOther(ContainerId needed, ContainerId needing) {
    ContainerConfig broken =
        config(needed).withSharing(new Sharing(null, null, null, null, List.of(needing)));
    store.replaceConfig(broken, lastChange(needed));
  }

  /** A container that was created and started. */
  ContainerId running(UnaryOperator<ContainerSpec.Builder> fields) {
    ContainerId id = create(fields);
    lifecycle.start(id);
    return id;
  }

  ContainerId running() {
    return running(spec -> spec);
  }

  /** A container whose command has ended and that was cleaned up. */
  ContainerId exited(int code) {
    ContainerId id = running();
    end(id, code);
    return id;
  }

  /** The command ends, and the engine is told. */
  void end(ContainerId id, int code) {
    host.exit(id, code);
    lifecycle.mayHaveEnded(id);
    workers.settle();
  }

  /** Puts a container into a state, whatever led there. */
  void force(ContainerId id, ContainerState state) {
    var stored = store.find(id).orElseThrow();
    store.save(stored.config(), Change.to(stored.record().toBuilder().state(state).build(), now));
  }

  /** Puts something into a container's record that a crash left there. */
  void left(ContainerId id, UnaryOperator<ContainerRecord.Builder> fields) {
    store.save(config(id), Change.to(fields.apply(record(id).toBuilder()).build(), now));
  }

  /** A container whose start ended with the engine after it had opened its first run. */
  void cutOff(ContainerId id) {
    left(id, fields -> fields.run(1).openRun(true));
  }

  ContainerConfig config(ContainerId id) {
    return store.find(id).orElseThrow().config();
  }

  /** A change that changes nothing. */
  Change lastChange(ContainerId id) {
    return Change.to(record(id), now);
  }

  ContainerRecord record(ContainerId id) {
    return store.find(id).orElseThrow().record();
  }

  ContainerState state(ContainerId id) {
    return record(id).state();
  }

  ExitRecord exit(ContainerId id, long run) {
    return store.exit(id, run).orElseThrow();
  }

  List<Report> reports() {
    return outbox.read(0, 10_000);
  }

  List<ExitRecord> reportedExits() {
    return reports().stream().map(Report::exit).filter(java.util.Objects::nonNull).toList();
  }

  /** Actions of the events, in their order. */
  List<String> events() {
    return reports().stream()
        .map(Report::event)
        .filter(java.util.Objects::nonNull)
        .map(Report.Event::action)
        .toList();
  }

  @Override
  public void close() {
    database.close();
  }
}
