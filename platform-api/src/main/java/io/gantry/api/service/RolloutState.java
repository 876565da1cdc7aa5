package io.gantry.api.service;

/** How far a service is on the way to its revision. */
public enum RolloutState {
  /** Replicas are made, replaced or removed, or are not ready yet. */
  PROGRESSING,
  /** As many as wanted are ready, all of its revision. */
  COMPLETE,
  /** Somebody wants it to go no further for now. */
  PAUSED,
  /** No replica became ready for too long, and there is no good revision to go back to. */
  STALLED
}
