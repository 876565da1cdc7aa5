package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs steps that must all run: the first failure is thrown at the end, later ones are logged. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private final ContainerId container;
  private @Nullable RuntimeException first;

  Failures(ContainerId container) {
    this.container = container;
  }

  void step(String name, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      if (first == null) {
        first = e;
      } else {
        first.addSuppressed(e);
        LOG.warn("step failed container={} step={}", container, name, e);
      }
    }
  }

  /** Runs a step whose failure is only logged. */
  static void quietly(ContainerId container, String name, Runnable step) {
    Failures failures = new Failures(container);
    failures.step(name, step);
    if (failures.first != null) {
      LOG.warn("step failed container={} step={}", container, name, failures.first);
    }
  }

  boolean any() {
    return first != null;
  }

  void throwFirst() {
    if (first != null) {
      throw first;
    }
  }

  /** For a cleanup after a failure that is thrown itself. */
  void logFirst() {
    if (first != null) {
      LOG.warn("cleanup failed container={}", container, first);
    }
  }
}
