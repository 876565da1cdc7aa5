package io.gantry.engine;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.pod.PodId;
import io.gantry.engine.cgroup.Cgroups;
import io.gantry.engine.pod.PodCgroups;
import java.io.IOException;
import java.util.Set;

/** The control groups of pods, as those ask for them. */
record CgroupsOfPods(Cgroups cgroups) implements PodCgroups {
  @Override
  public void remove(PodId pod) {
    try {
      cgroups.remove(pod);
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.RUNTIME, "the pod's cgroup is not empty", e)
          .about("pod", pod);
    }
  }

  @Override
  public Set<PodId> known() {
    try {
      return cgroups.pods();
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.RUNTIME, "cannot list the pods' cgroups", e);
    }
  }
}
