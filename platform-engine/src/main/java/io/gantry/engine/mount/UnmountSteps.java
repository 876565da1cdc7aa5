package io.gantry.engine.mount;

import io.gantry.api.container.ContainerId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps that are all tried: the last failure is thrown, earlier ones are logged (UNMOUNT-2). */
final class UnmountSteps {
  private static final Logger LOG = LoggerFactory.getLogger(UnmountSteps.class);

  private final ContainerId container;
  private @Nullable RuntimeException last;

  UnmountSteps(ContainerId container) {
    this.container = container;
  }

  void step(String what, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      if (last != null) {
        LOG.atWarn()
            .addKeyValue("container", container)
            .setCause(last)
            .log("unmounting failed before {}", what);
      }
      last = e;
    }
  }

  void throwLast() {
    if (last != null) {
      throw last;
    }
  }
}
