package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Several operations on one container that nobody else comes between (STATES-8). The container was
 * locked and synced when the batch began: its operations do neither, and a stop waits with the
 * lock. To be used by the thread it was given to, and not after its work has returned.
 */
public final class Batch {
  private final LockedContainer container;
  private final Operations operations;

  Batch(LockedContainer container, Operations operations) {
    this.container = container;
    this.operations = operations;
  }

  /** As of the batch's begin and its operations so far. */
  public ContainerState state() {
    return container.state();
  }

  /** Creates it in the runtime without starting its command, as {@link Lifecycle#init} does. */
  public void init() {
    operations.initialise(container);
  }

  /**
   * Starts it.
   *
   * @throws io.gantry.api.error.GantryException STATE_INVALID if it runs
   */
  public void start() {
    operations.start().run(container, false);
  }

  /** Stops it, as {@link Lifecycle#stop} does. */
  public StopOutcome stop(@Nullable Duration timeout, @Nullable String by) {
    return operations.stop().run(container, timeout, by);
  }

  /**
   * Sends a signal; with KILL the end is durable on return.
   *
   * @param signal as {@code KILL}, {@code SIGTERM} or {@code 15}
   * @param by who asked for it, for the exit record
   */
  public void kill(String signal, @Nullable String by) {
    operations.kill().run(container, Signals.number(signal), by);
  }

  /**
   * Freezes it.
   *
   * @throws io.gantry.api.error.GantryException STATE_INVALID unless it runs
   */
  public void pause() {
    operations.pause().pause(container);
  }

  /**
   * Thaws it.
   *
   * @throws io.gantry.api.error.GantryException STATE_INVALID unless it is paused
   */
  public void unpause() {
    operations.pause().unpause(container);
  }

  /**
   * Stops it if it runs, and starts it.
   *
   * @param timeout grace before KILL; absent is the container's
   * @param by who asked for it, for the exit record
   */
  public void restart(@Nullable Duration timeout, @Nullable String by) {
    operations.restart().run(container, timeout, by);
  }

  /** Frees what it holds after its end; repeating it is success. */
  public void cleanup() {
    operations.cleanup(container);
  }

  /** Removes it, as {@link Lifecycle#remove} does; no other operation of the batch follows. */
  public void remove(RemoveOptions options) {
    operations.remove().run(container, options);
  }
}
