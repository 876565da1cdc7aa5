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

  public ContainerState state() {
    return container.state();
  }

  public void init() {
    operations.initialise(container);
  }

  public void start() {
    operations.start().run(container, false);
  }

  /** Stops it, as {@link Lifecycle#stop} does. */
  public StopOutcome stop(@Nullable Duration timeout, @Nullable String by) {
    return operations.stop().run(container, timeout, by);
  }

  public void kill(String signal, @Nullable String by) {
    operations.kill().run(container, Signals.number(signal), by);
  }

  public void pause() {
    operations.pause().pause(container);
  }

  public void unpause() {
    operations.pause().unpause(container);
  }

  public void restart(@Nullable Duration timeout, @Nullable String by) {
    operations.restart().run(container, timeout, by);
  }

  public void cleanup() {
    operations.cleanup(container);
  }

  public void remove(RemoveOptions options) {
    operations.remove().run(container, options);
  }
}
