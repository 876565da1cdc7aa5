package io.gantry.fleet.service;

import io.gantry.api.container.ContainerId;
import io.gantry.api.service.RolloutSpec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a service when it is looked at.
 *
 * @param wanted how many replicas
 * @param removed whether somebody wants it to go with all it has
 * @param target the revision its replicas should be of
 * @param good the newest that was complete
 * @param failures how often replicas of the target failed since one held
 * @param progressAt when the newest replica of the target became ready, or the target was set
 * @param replicas those whose containers are there and not wanted gone, in the order of their
 *     making
 */
record ServiceNow(
    int wanted,
    RolloutSpec rollout,
    boolean paused,
    boolean removed,
    int target,
    @Nullable Integer good,
    int failures,
    @Nullable Instant lastFailedAt,
    Instant progressAt,
    List<Replica> replicas) {
  ServiceNow {
    replicas = List.copyOf(replicas);
  }

  /** A replica. */
  record Replica(long number, ContainerId container, int revision, Phase phase) {
    boolean isReady() {
      return phase == Phase.READY;
    }
  }

  /** What a replica is. */
  enum Phase {
    /** It is to run, and is not known to be well. */
    STARTING,
    /** It is healthy, or runs for long enough. */
    READY,
    /** It ended, or cannot be run, and nobody wanted that. */
    FAILED,
    /** Somebody stopped it, or its node is silent for long. */
    LEFT;

    /** Whether it counts among the replicas. */
    boolean counts() {
      return this == STARTING || this == READY;
    }
  }
}
