package io.gantry.fleet.service;

import io.gantry.fleet.node.Presence;
import io.gantry.fleet.service.ServiceNow.Phase;
import io.gantry.fleet.service.ServiceNow.Replica;
import io.gantry.persistence.service.ServiceReplicaRows;
import io.gantry.persistence.service.ServiceReplicaRows.Observed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sees what a service's replicas are, and counts how often they failed. */
@Component
class ReplicaWatch {
  private final ServiceReplicaRows rows;
  private final Presence presence;

  ReplicaWatch(ServiceReplicaRows rows, Presence presence) {
    this.rows = rows;
    this.presence = presence;
  }

  /**
   * What was seen.
   *
   * @param changesAt when a replica is ready, or has held for long enough, if nothing happens
   */
  record Seen(List<Replica> replicas, List<Instant> changesAt) {
    /** The first of these instants and those at which a replica changes by itself. */
    Optional<Instant> wakeAt(@Nullable Instant one, @Nullable Instant other) {
      return Stream.concat(changesAt.stream(), Stream.of(one, other).filter(Objects::nonNull))
          .min(Instant::compareTo);
    }
  }

  Seen look(ServiceProgress progress, Instant now) {
    ServiceNow service = progress.now(List.of());
    rows.forgetGone(progress.service());
    ReplicaPhase phases =
        new ReplicaPhase(service.rollout().minReady(), presence.reachableSince(), now);
    List<Replica> replicas = new ArrayList<>();
    List<Instant> changes = new ArrayList<>();
    for (Observed one : rows.list(progress.service())) {
      Phase phase = phases.of(one);
      replicas.add(new Replica(one.number(), one.container(), one.revision(), phase));
      Instant readyAt = phases.readyAt(one);
      if (phase == Phase.STARTING && readyAt != null) {
        changes.add(readyAt);
      }
      if (one.revision() == service.target()) {
        countRestarts(progress, one, now);
        holdsAt(progress, one, phase).ifPresent(at -> hold(progress, changes, at, now));
      }
    }
    return new Seen(replicas, changes);
  }

  /** Its node restarted it, which it does after each end that nobody wanted. */
  private void countRestarts(ServiceProgress progress, Observed one, Instant now) {
    if (one.run() > one.runsBefore()) {
      long restarts = one.runsBefore() == 0 ? one.run() - 1 : one.run() - one.runsBefore();
      if (restarts > 0) {
        progress.fail(restarts, now);
      }
      rows.counted(progress.service(), one.number(), one.run());
    }
  }

  /** A ready replica that runs for as long as the wait after the failures makes them forgotten. */
  private static Optional<Instant> holdsAt(ServiceProgress progress, Observed one, Phase phase) {
    return phase == Phase.READY && progress.failures() > 0 && one.startedAt() != null
        ? Optional.of(one.startedAt().plus(ServiceDecision.BREAKER.after(progress.failures())))
        : Optional.empty();
  }

  private static void hold(
      ServiceProgress progress, List<Instant> changes, Instant at, Instant now) {
    if (at.isAfter(now)) {
      changes.add(at);
    } else {
      progress.hold();
    }
  }
}
