package io.gantry.engine;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.cgroup.CgroupMode;
import io.gantry.engine.cgroup.Cgroups;
import io.gantry.engine.runtime.OciRuntime;

/** Freezes and thaws containers by their cgroups; without these the runtime is not asked. */
record Freezer(OciRuntime runtime, Cgroups cgroups) {

  /**
   * Freezes it.
   *
   * @throws GantryException NO_CGROUPS (PAUSE-1)
   */
  void pause(ContainerId id) {
    requireCgroups(id);
    runtime.pause(id);
  }

  /** Thaws it; fails as {@link #pause} does. */
  void resume(ContainerId id) {
    requireCgroups(id);
    runtime.resume(id);
  }

  private void requireCgroups(ContainerId id) {
    if (cgroups.mode() == CgroupMode.NONE) {
      throw GantryException.of(
              ErrorCode.NO_CGROUPS, "this host has no cgroups: nothing can be paused on it")
          .about("container", id);
    }
  }
}
