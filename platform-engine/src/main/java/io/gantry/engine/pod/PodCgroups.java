package io.gantry.engine.pod;

import io.gantry.api.pod.PodId;
import java.util.Set;

/** The control groups of pods, in which those of their containers are. */
public interface PodCgroups {
  /**
   * Kills what is in the pod's group and removes it; one that is gone is success.
   *
   * @throws io.gantry.api.error.GantryException RUNTIME if processes stay
   */
  void remove(PodId pod);

  /** Pods that have a group, known or not. */
  Set<PodId> known();
}
