package io.gantry.engine.checkpoint;

import io.gantry.api.error.GantryException;
import io.gantry.engine.state.ContainerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes files nobody needs any more; that some stay is no failure of what is done by then. */
final class Tidying {
  private static final Logger LOG = LoggerFactory.getLogger(Tidying.class);

  private Tidying() {}

  static void quietly(ContainerConfig config, Runnable removal) {
    try {
      removal.run();
    } catch (GantryException e) {
      LOG.warn("files of a checkpoint stay container={}", config.id(), e);
    }
  }
}
