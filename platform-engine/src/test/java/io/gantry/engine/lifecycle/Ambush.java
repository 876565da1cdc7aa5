package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is going to happen in the middle of the engine's work: after a number of calls of its host
 * and saves, or at the next such call. Once the engine is dead none of its calls has an effect.
 */
final class Ambush implements SavePoint.Listener {
  static final String SAVE = "save";

  /** Calls after whose failure something stays that a later operation has to free. */
  private static final Set<String> FREEING =
      Set.of(
          "root.unmount",
          "root.delete",
          "network.detach",
          "runtime.delete",
          "await the end",
          "exits.forget",
          SAVE);

  /** The engine's process is killed; nothing of the product catches it. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed() {
      super("killed", null, false, false);
    }
  }

  private record Due(int event, Runnable action) {}

  private final List<Due> due = new ArrayList<>();
  private final Set<String> failing = new HashSet<>();
  private final SaveCheck check;
  private final Consumer<ContainerId> removed;
  private int events;
  private boolean dead;
  private boolean sprung;
  private boolean busy;

  /** Whether something that was to be freed may be left of any container. */
  private boolean untidy;

  /**
   * @param removed told of each container whose row was removed just now
   */
  Ambush(SaveCheck check, Consumer<ContainerId> removed) {
    this.check = check;
    this.removed = removed;
  }

  /** Has the action happen before the n-th event from now. */
  void after(int number, Runnable action) {
    due.add(new Due(events + number, action));
  }

  /** Has the next such call fail. */
  void fail(String call) {
    failing.add(call);
  }

  void kill() {
    dead = true;
  }

  boolean isDead() {
    return dead;
  }

  /** Whether anything happened since it was asked last. */
  boolean takeSprung() {
    boolean taken = sprung;
    sprung = false;
    return taken;
  }

  boolean isUntidy() {
    return untidy;
  }

  /** Another engine begins; only failures that are still to come stay, if they are to. */
  void anew(boolean keepsFailures) {
    dead = false;
    sprung = false;
    due.clear();
    if (!keepsFailures) {
      failing.clear();
    }
  }

  /** All that was left has been freed. */
  void tidied() {
    untidy = false;
  }

  /** Before a call of the host. */
  void before(String call, @Nullable ContainerId id) {
    stopIfDead();
    events++;
    if (busy) {
      return; // what happens here is not itself disturbed
    }
    spring();
    stopIfDead();
    if (failing.remove(call)) {
      sprung = true;
      untidy |= FREEING.contains(call);
      ErrorCode code = call.equals(SAVE) ? ErrorCode.NO_SPACE : ErrorCode.RUNTIME;
      throw GantryException.of(code, "injected into " + call);
    }
  }

  private void spring() {
    List<Due> now = due.stream().filter(one -> one.event() <= events).toList();
    due.removeAll(now);
    busy = true;
    try {
      now.forEach(
          one -> {
            sprung = true;
            one.action().run();
          });
    } finally {
      busy = false;
    }
  }

  private void stopIfDead() {
    if (dead) {
      throw new Killed();
    }
  }

  @Override
  public void before(SavePoint point) {
    before(SAVE, null);
  }

  @Override
  public void after(SavePoint point) {
    List<ContainerId> saved = check.saved(point);
    if (point == SavePoint.REMOVE_DELETED) {
      saved.forEach(removed);
    }
  }
}
