package io.gantry.engine.lifecycle;

import static io.gantry.engine.lifecycle.SaveCheck.require;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.RestartPolicy;
import io.gantry.api.error.GantryException;
import io.gantry.engine.state.ContainerRecord;
import io.gantry.engine.state.SqliteStateStore;
import io.gantry.engine.state.StateStore;
import io.gantry.engine.state.StoredContainer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The life of a few containers on a fake host, step by step, with the model looking on: at each
 * save what was saved, after each step whether the operation did what the table of states says and
 * the host has what the states say, at the end whether anything is left.
 */
final class RandomLife implements AutoCloseable {
  private static final List<String> CALLS =
      List.of(
          Ambush.SAVE,
          "root.create",
          "root.mount",
          "root.unmount",
          "root.delete",
          "network.open",
          "network.connect",
          "network.detach",
          "runtime.create",
          "runtime.start",
          "runtime.pause",
          "runtime.resume",
          "runtime.delete",
          "exits.forget",
          "sessions.end",
          "await the end");

  private static final List<Duration> JUMPS =
      List.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ofDays(1), Duration.ofDays(-1));

  private final World world;
  private final BrokenBuild build;
  private final ContainerId[] slots = new ContainerId[Step.SLOTS];
  private final SaveCheck saves;
  private final HostCheck host;
  private final Ambush ambush;
  private final Operating operating;
  private SqliteStateStore store;
  private Lifecycle lifecycle;
  private int created;

  RandomLife(Path directory, BrokenBuild build) {
    this.world = new World(directory);
    this.build = build;
    this.store = world.store;
    this.saves = new SaveCheck(world.outbox, world.host, this::row);
    this.host = new HostCheck(world.host);
    this.ambush = new Ambush(saves, this::removed);
    this.operating = new Operating(this);
    world.host.beforeEach = ambush::before;
    this.lifecycle = engine();
  }

  private Lifecycle engine() {
    StateStore seen = build.store(store);
    return world.engine(build::rooms, seen, ambush);
  }

  World world() {
    return world;
  }

  Lifecycle lifecycle() {
    return lifecycle;
  }

  Ambush ambush() {
    return ambush;
  }

  /** What the store has of a container; absent if it has no row. */
  @Nullable ContainerRecord row(ContainerId id) {
    return store.find(id).map(StoredContainer::record).orElse(null);
  }

  /** The container of the step's slot; one that never was while none was created there. */
  ContainerId container(Step step) {
    ContainerId id = slots[step.slot()];
    return id == null ? new ContainerId("f".repeat(63) + step.slot()) : id;
  }

  /** Does the step and looks at what came of it. */
  void run(Step step) {
    try {
      perform(step);
    } catch (Ambush.Killed | CompletionException e) {
      require(ambush.isDead(), "failed", e);
    }
    if (ambush.isDead()) {
      open(step, false);
    }
    look();
  }

  private void perform(Step step) {
    switch (step.kind()) {
      case CREATE -> create(step);
      case EXIT -> exit(container(step), step.number());
      case MONITOR_DIES -> silence(container(step));
      case LOSE -> lose(container(step));
      case NOTICE -> lifecycle.mayHaveEnded(container(step));
      case AHEAD -> world.workers.workAhead();
      case SETTLE -> settle();
      case TIME -> timePasses();
      case CLOCK -> world.now = world.now.plus(step.pick(JUMPS));
      case PRUNE -> prune();
      case FAIL -> ambush.fail(step.pick(CALLS));
      case EXIT_AMID ->
          ambush.after(1 + step.number() % 11, () -> exit(container(step), step.number()));
      case CRASH_AMID -> ambush.after(1 + step.number() % 23, ambush::kill);
      case BETWEEN -> operating.between(step);
      case REOPEN -> open(step, false);
      case REBOOT -> reboot(step);
      default -> operating.run(step);
    }
  }

  /** What is removed leaves nothing, whatever failed before; what is evicted may. */
  private void removed(ContainerId id) {
    if (!operating.isEvicting()) {
      host.isGone(id);
    }
  }

  private void create(Step step) {
    ContainerId old = slots[step.slot()];
    if (old != null && row(old) != null) {
      return;
    }
    RestartPolicy.Kind kind = step.pick(List.of(RestartPolicy.Kind.values()));
    RestartPolicy policy = new RestartPolicy(kind, 0);
    boolean autoRemove = kind == RestartPolicy.Kind.NO && step.number() % 3 == 0;
    ContainerId id = new ContainerId("%064x".formatted(++created));
    slots[step.slot()] = id;
    ContainerSpec spec =
        ContainerSpec.builder("image").restart(policy).autoRemove(autoRemove).build();
    boolean unused = ambush.takeSprung();
    try {
      lifecycle.create(world.config(id, "name-" + created, spec));
    } catch (GantryException e) {
      require(ambush.takeSprung(), "not created", e);
    }
  }

  private void exit(ContainerId id, int code) {
    if (world.host.lives(id)) {
      world.host.exit(id, code % 200);
    }
  }

  private void silence(ContainerId id) {
    if (world.host.has(id)) {
      operating.odd(id);
      world.host.silenceMonitor(id);
    }
  }

  private void lose(ContainerId id) {
    if (world.host.has(id)) {
      operating.odd(id);
      world.host.lose(id);
    }
  }

  /** Monitors that ended are noticed, and what follows is done. */
  private void settle() {
    world.workers.watched.forEach(
        (id, monitor) -> {
          if (!world.host.alive.contains(monitor)) {
            lifecycle.mayHaveEnded(id);
          }
        });
    world.workers.settle();
  }

  private void timePasses() {
    world.pass(Duration.ofSeconds(3));
    world.workers.timePasses();
  }

  private void prune() {
    world.pass(Duration.ofMinutes(6));
    world.outbox.acknowledge(saves.sequence() / 2);
    lifecycle.pruneExits();
  }

  private void reboot(Step step) {
    world.host.reboot();
    operating.forgetWhatWasStopped();
    open(step, true);
  }

  /** Opens another engine, while something may fail or kill it. */
  private void open(Step step, boolean rebooted) {
    ambush.anew(step.number() % 5 == 0);
    if (step.number() % 3 == 0) {
      ambush.after(1 + step.number() % 31, ambush::kill);
    }
    reopen(step, rebooted);
  }

  /** Opens another engine, and another if that is killed too. */
  private void reopen(Step step, boolean rebooted) {
    begin();
    try {
      if (rebooted) {
        lifecycle.refresh();
      }
      lifecycle.recover();
      if (!ambush.takeSprung()) {
        ambush.tidied();
        operating.nothingIsOdd();
      }
    } catch (Ambush.Killed | CompletionException | GantryException e) {
      require(ambush.isDead() || ambush.takeSprung(), "not opened", e);
      ambush.kill();
    }
    if (ambush.isDead()) {
      ambush.anew(false);
      reopen(step, rebooted);
    }
  }

  private void begin() {
    world.workers.forget();
    store = new SqliteStateStore(world.database, world.outbox);
    saves.reopened(store.list());
    lifecycle = engine();
  }

  private void look() {
    Set<ContainerId> known =
        store.list().stream().map(one -> one.config().id()).collect(Collectors.toSet());
    if (ambush.isUntidy()) {
      return;
    }
    host.hasOnly(known);
    for (StoredContainer one : store.list()) {
      if (!operating.isOdd(one.config().id())) {
        host.agrees(one.config().id(), one.record());
      }
      operating.staysStopped(one);
    }
  }

  /** Lets everything come to rest, removes all, and looks whether anything is left. */
  void finish() {
    Step last = new Step(Step.Kind.REOPEN, 0, 1);
    open(last, false);
    for (int i = 0; i < 3; i++) {
      settle();
      timePasses();
    }
    look();
    for (StoredContainer one : store.list()) {
      rests(one);
      lifecycle.remove(one.config().id(), World.FORCED);
    }
    settle();
    saves.finished();
    host.hasOnly(new HashSet<>());
    host.isQuiet();
  }

  private static void rests(StoredContainer one) {
    ContainerRecord record = one.record();
    boolean rests =
        switch (record.state()) {
          case CONFIGURED, CREATED, EXITED -> !record.openRun();
          case RUNNING, PAUSED -> record.openRun();
          case UNKNOWN, STOPPED, STOPPING, REMOVING -> false;
        };
    require(rests, "does not come to rest", record);
  }

  static boolean isInRuntime(ContainerState state) {
    return state.isActive() || state == ContainerState.CREATED;
  }

  @Override
  public void close() {
    world.close();
  }
}
