package io.gantry.engine.checkpoint;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.StateStore;
import io.gantry.engine.state.StoredContainer;
import java.util.Set;

/** What must be so before a container is written to the disk. */
final class Prerequisites {
  private final Criu criu;
  private final StateStore store;

  Prerequisites(Criu criu, StateStore store) {
    this.criu = criu;
    this.store = store;
  }

  /**
   * Returns if it is so; nothing is changed.
   *
   * @throws GantryException UNSUPPORTED, INVALID_ARGUMENT, NOT_FOUND
   */
  void require(ContainerConfig config, CheckpointOptions options) {
    if (!config.ids().sameAsHost()) {
      throw GantryException.of(
              ErrorCode.UNSUPPORTED, "a container with user ids of its own has no checkpoint")
          .about("container", config.id());
    }
    if (options.archive() == null) {
      requireThatSomethingIsLeft(config, options);
    } else {
      requireIndependence(config);
    }
    if (options.withPrevious()) {
      requirePrevious(CheckpointFiles.of(config));
    }
    criu.require();
    if (options.preDump() || options.withPrevious()) {
      criu.requireMemoryTracking();
    }
  }

  private static void requireThatSomethingIsLeft(
      ContainerConfig config, CheckpointOptions options) {
    if (config.spec().autoRemove() && !options.keepsRunning()) {
      throw GantryException.of(
              ErrorCode.INVALID_ARGUMENT,
              "it is removed when it ends: export the checkpoint, or keep it running")
          .about("container", config.id());
    }
  }

  /** Others are not in the archive, and what holds a pod is made with it (CHECKPOINT-8). */
  private void requireIndependence(ContainerConfig config) {
    Set<ContainerId> needed = config.sharing().needed();
    boolean onlyItsPod =
        needed.size() == 1
            && store
                .find(needed.iterator().next())
                .map(StoredContainer::config)
                .filter(ContainerConfig::holdsPod)
                .isPresent();
    if (!needed.isEmpty() && !onlyItsPod) {
      throw GantryException.of(
              ErrorCode.INVALID_ARGUMENT,
              "it needs other containers, which are not in its archive: checkpoint it in its place")
          .about("container", config.id());
    }
  }

  /** CHECKPOINT-1. */
  private static void requirePrevious(CheckpointFiles files) {
    try {
      Directory.open(files.previous()).close();
    } catch (SyscallException e) {
      throw GantryException.of(
          ErrorCode.NOT_FOUND,
          "there is no pre-checkpoint: %s; make one first".formatted(e.getMessage()),
          e);
    }
  }
}
