package io.gantry.fleet.service;

import io.gantry.api.container.ContainerState;
import io.gantry.api.container.HealthState;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.fleet.service.ServiceNow.Phase;
import io.gantry.persistence.service.ServiceReplicaRows.Observed;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a replica is from what its node told.
 *
 * @param minReady how long one without a health check has to run to be ready
 * @param reachableSince nodes heard of at this instant or later answer now
 */
record ReplicaPhase(Duration minReady, Instant reachableSince, Instant at) {
  /** After this silence of its node a replica is replaced by one elsewhere. */
  static final Duration LEFT_AFTER = Duration.ofMinutes(5);

  Phase of(Observed replica) {
    if (replica.goal() != Goal.RUNNING || isSilent(replica, at.minus(LEFT_AFTER))) {
      return Phase.LEFT;
    }
    if (hasEnded(replica)) {
      return Phase.FAILED;
    }
    Instant readyAt = readyAt(replica);
    return readyAt == null || readyAt.isAfter(at) ? Phase.STARTING : Phase.READY;
  }

  /** When it is ready if nothing happens until then; absent if something has to. */
  @Nullable Instant readyAt(Observed replica) {
    if (replica.state() != ContainerState.RUNNING
        || !replica.launched()
        || replica.startedAt() == null
        || isSilent(replica, reachableSince)) {
      return null;
    }
    if (replica.health() != null) {
      return replica.health() == HealthState.HEALTHY ? replica.startedAt() : null;
    }
    return replica.startedAt().plus(minReady);
  }

  private static boolean isSilent(Observed replica, Instant since) {
    return replica.seenAt() == null || replica.seenAt().isBefore(since);
  }

  private static boolean hasEnded(Observed replica) {
    if (!replica.reached() || (replica.state() != null && replica.state().isActive())) {
      return false;
    }
    boolean cannotRun = replica.failure() != null && !replica.failure().retryable();
    boolean ended =
        replica.launched()
            && replica.run() > 0
            && replica.nextRestartAt() == null
            && (replica.state() == ContainerState.EXITED
                || replica.state() == ContainerState.STOPPED);
    return cannotRun || ended;
  }
}
