package io.gantry.engine.pod;

import io.gantry.api.pod.PodId;
import io.gantry.engine.lifecycle.SavePoint;
import io.gantry.engine.state.PodRecord;
import io.gantry.engine.state.PodStore;

/** Makes the states of pods durable, each at its save point (SAVE-3). */
record PodSaves(PodStore store, SavePoint.Listener savePoints) {

  /** The intent to make it. */
  void begin(PodRecord pod) {
    savePoints.before(SavePoint.POD_CREATING);
    store.insert(pod);
    savePoints.after(SavePoint.POD_CREATING);
  }

  void save(SavePoint point, PodRecord pod) {
    savePoints.before(point);
    store.save(pod);
    savePoints.after(point);
  }

  /** Tells whether it was there. */
  boolean delete(PodId pod) {
    savePoints.before(SavePoint.POD_DELETED);
    boolean there = store.remove(pod);
    savePoints.after(SavePoint.POD_DELETED);
    return there;
  }
}
