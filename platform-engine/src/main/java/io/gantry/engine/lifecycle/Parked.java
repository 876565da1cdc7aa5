package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import java.util.HashSet;
import java.util.Set;

/**
 * The containers that were initialised ahead of their start and wait for it, a bounded number: each
 * has two processes that do nothing. Thread-safe.
 */
final class Parked {
  private final int most;
  private final Set<ContainerId> waiting = new HashSet<>();

  Parked(int most) {
    this.most = most;
  }

  /** Takes a place for the container if one is free. */
  synchronized boolean enter(ContainerId id) {
    return waiting.size() < most && waiting.add(id);
  }

  /** Gives its place back, if it has one. */
  synchronized void leave(ContainerId id) {
    waiting.remove(id);
  }

  synchronized boolean contains(ContainerId id) {
    return waiting.contains(id);
  }
}
