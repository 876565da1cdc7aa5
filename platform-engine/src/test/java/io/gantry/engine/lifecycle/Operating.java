package io.gantry.engine.lifecycle;

import static io.gantry.engine.lifecycle.SaveCheck.require;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.Resources;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.state.ContainerRecord;
import io.gantry.engine.state.StoredContainer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What users ask for in a {@link RandomLife}, and what the table of states says comes of it. */
final class Operating {
  private static final List<String> SIGNALS = List.of("KILL", "TERM", "USR1");
  private static final List<Step.Kind> WANTED =
      List.of(
          Step.Kind.START,
          Step.Kind.STOP,
          Step.Kind.KILL,
          Step.Kind.REMOVE,
          Step.Kind.RESTART,
          Step.Kind.CLEANUP,
          Step.Kind.PAUSE,
          Step.Kind.RENAME);

  /** Codes that say what is so; any other is a defect. */
  private static final Set<ErrorCode> SAYING =
      Set.of(
          ErrorCode.STATE_INVALID,
          ErrorCode.NO_SUCH_CONTAINER,
          ErrorCode.REMOVED,
          ErrorCode.MONITOR_DEAD,
          ErrorCode.TIMEOUT,
          ErrorCode.RUNTIME,
          ErrorCode.NO_SPACE,
          ErrorCode.NAME_DUPLICATE,
          ErrorCode.NOT_MOUNTED);

  private final RandomLife life;
  private final Set<ContainerId> odd = new HashSet<>();
  private final Set<ContainerId> stopped = new HashSet<>();
  private boolean evicting;

  Operating(RandomLife life) {
    this.life = life;
  }

  /** Something happened to it beside the engine, which need not know yet. */
  void odd(ContainerId id) {
    odd.add(id);
  }

  boolean isOdd(ContainerId id) {
    return odd.contains(id);
  }

  void nothingIsOdd() {
    odd.clear();
  }

  void forgetWhatWasStopped() {
    stopped.clear();
  }

  /** Has somebody else want something at the next wait for an end. */
  void between(Step step) {
    Step wanted = new Step(step.pick(WANTED), step.slot(), step.number() / WANTED.size());
    life.ambush().after(1 + step.number() % 7, () -> nested(wanted));
  }

  private void nested(Step step) {
    try {
      call(step, life.container(step));
    } catch (GantryException e) {
      require(SAYING.contains(e.code()) || e.code() == ErrorCode.WILL_DEADLOCK, step, e);
    }
  }

  /** Nothing starts by itself what a user has stopped (STOP-14). */
  void staysStopped(StoredContainer one) {
    boolean runsAgain = one.record().openRun() && stopped.contains(one.config().id());
    require(!runsAgain, "started although a user had stopped it", one.record());
  }

  void run(Step step) {
    ContainerId id = life.container(step);
    ContainerRecord before = life.row(id);
    boolean disturbed = life.ambush().isUntidy() || odd.contains(id);
    ContainerState found = before == null ? ContainerState.UNKNOWN : found(id, before);
    boolean unused = life.ambush().takeSprung();
    GantryException failure = attempt(step, id);
    if (!disturbed && !life.ambush().takeSprung()) {
      judge(step, new Outcome(before, found, life.row(id), failure));
    }
    ContainerRecord after = life.row(id);
    if (after == null || !RandomLife.isInRuntime(after.state())) {
      odd.remove(id);
    }
  }

  /** What a container was, after the sync too, and what an operation that nothing disturbed did. */
  private record Outcome(
      @Nullable ContainerRecord before,
      ContainerState found,
      @Nullable ContainerRecord after,
      @Nullable GantryException failure) {

    boolean failedWith(ErrorCode code) {
      return failure != null && failure.code() == code;
    }

    boolean isIn(Set<ContainerState> states) {
      return failure == null && after != null && states.contains(after.state());
    }

    boolean isRefused() {
      return failedWith(ErrorCode.STATE_INVALID) && after != null && after.state() == found;
    }
  }

  /** A container whose end is written down counts as stopped: each operation looks first. */
  private ContainerState found(ContainerId id, ContainerRecord before) {
    boolean ended =
        RandomLife.isInRuntime(before.state()) && life.world().host.exitFiles.containsKey(id);
    return ended ? ContainerState.STOPPED : before.state();
  }

  /** Whether a container is being removed that may leave something. */
  boolean isEvicting() {
    return evicting;
  }

  private @Nullable GantryException attempt(Step step, ContainerId id) {
    evicting = step.kind() == Step.Kind.EVICT;
    try {
      call(step, id);
      return null;
    } catch (GantryException e) {
      require(SAYING.contains(e.code()), step, e);
      return e;
    } finally {
      evicting = false;
    }
  }

  private void call(Step step, ContainerId id) {
    Lifecycle lifecycle = life.lifecycle();
    Duration grace = Duration.ofSeconds(step.number() % 2);
    switch (step.kind()) {
      case INIT, START, RESTART, BATCH -> stopped.remove(id);
      default -> {}
    }
    switch (step.kind()) {
      case INIT -> lifecycle.init(id);
      case START -> lifecycle.start(id);
      case STOP -> {
        StopOutcome unused = lifecycle.stop(id, grace, "user");
      }
      case KILL -> lifecycle.kill(id, step.pick(SIGNALS), "user");
      case PAUSE -> lifecycle.pause(id);
      case UNPAUSE -> lifecycle.unpause(id);
      case RESTART -> lifecycle.restart(id, grace, "user");
      case CLEANUP -> lifecycle.cleanup(id);
      case REMOVE -> lifecycle.remove(id, options(step));
      case EVICT -> lifecycle.evict(id, "user");
      case RENAME -> lifecycle.rename(id, name(step));
      case UPDATE -> update(id, step.number());
      case SYNC -> lifecycle.sync(id);
      case BATCH -> lifecycle.batch(id, batch -> batch(batch, step.number()));
      default -> throw new IllegalArgumentException("nothing to ask for: " + step);
    }
  }

  private static RemoveOptions options(Step step) {
    boolean force = step.number() % 2 == 0;
    return new RemoveOptions(force, step.number() % 3 == 0, Duration.ZERO, "user");
  }

  /** Its own, or one that nobody has, or one that another has. */
  private static String name(Step step) {
    return "other-" + step.number() % Step.SLOTS;
  }

  private void update(ContainerId id, int number) {
    Resources resources =
        new Resources((16L + number % 2) << 20, null, null, null, null, null, null, null);
    life.lifecycle()
        .update(
            id, config -> config.withSpec(config.spec().toBuilder().resources(resources).build()));
  }

  private static void batch(Batch batch, int number) {
    if (number % 2 == 0) {
      StopOutcome unused = batch.stop(Duration.ZERO, "user");
      batch.start();
    } else {
      batch.pause();
      batch.unpause();
    }
  }

  private void judge(Step step, Outcome outcome) {
    boolean right =
        outcome.before() == null
            ? isRightForNothing(step.kind(), outcome)
            : isRight(step, outcome.before(), outcome);
    require(right, step, outcome);
    boolean ends =
        step.kind() == Step.Kind.STOP
            || (step.kind() == Step.Kind.KILL && step.pick(SIGNALS).equals("KILL"));
    if (ends && outcome.failure() == null) {
      stopped.add(life.container(step));
    }
  }

  private static boolean isRightForNothing(Step.Kind kind, Outcome outcome) {
    boolean reached = kind == Step.Kind.REMOVE || kind == Step.Kind.CLEANUP;
    return reached ? outcome.failure() == null : outcome.failedWith(ErrorCode.NO_SUCH_CONTAINER);
  }

  private static boolean isRight(Step step, ContainerRecord before, Outcome outcome) {
    ContainerState found = outcome.found();
    return switch (step.kind()) {
      case SYNC -> outcome.failure() == null;
      case UPDATE ->
          found == ContainerState.REMOVING ? outcome.isRefused() : outcome.failure() == null;
      case BATCH -> outcome.failure() == null || outcome.failedWith(ErrorCode.STATE_INVALID);
      case EVICT -> outcome.failure() == null && outcome.after() == null;
      case REMOVE ->
          StateTable.removable(found, options(step).force())
              ? outcome.failure() == null && outcome.after() == null
              : outcome.isRefused();
      case RENAME ->
          outcome.failedWith(ErrorCode.NAME_DUPLICATE) || isExpected(step, found, outcome);
      case INIT ->
          found == ContainerState.CREATED
              ? outcome.isRefused() || outcome.isIn(Set.of(found))
              : isExpected(step, found, outcome);
      case STOP ->
          before.nextRestartAt() == null
              ? isExpected(step, found, outcome)
              : outcome.isIn(Set.of(found));
      default -> isExpected(step, found, outcome);
    };
  }

  private static boolean isExpected(Step step, ContainerState found, Outcome outcome) {
    Set<ContainerState> expected = StateTable.after(step.kind(), found, step.pick(SIGNALS));
    return expected.isEmpty() ? outcome.isRefused() : outcome.isIn(expected);
  }
}
