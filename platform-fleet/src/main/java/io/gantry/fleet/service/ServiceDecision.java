package io.gantry.fleet.service;

import io.gantry.api.service.RolloutState;
import io.gantry.fleet.service.ServiceNow.Replica;
import io.gantry.fleet.service.ServicePlan.Step;
import io.gantry.fleet.workload.GrowingWait;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what comes next for a service, from what is known of it alone. It never takes a ready
 * replica away that is needed for the least number of ready ones, and never makes more than the
 * surge allows.
 */
final class ServiceDecision {
  /** The wait before the next replica of a revision whose replicas fail again and again. */
  static final GrowingWait BREAKER = new GrowingWait(Duration.ofSeconds(1), Duration.ofMinutes(5));

  private final ServiceNow service;
  private final Instant at;
  private final List<Replica> live;
  private final List<Replica> updated;
  private final List<Replica> old;

  private ServiceDecision(ServiceNow service, Instant at) {
    this.service = service;
    this.at = at;
    this.live = service.replicas().stream().filter(replica -> replica.phase().counts()).toList();
    this.updated = live.stream().filter(one -> one.revision() == service.target()).toList();
    this.old = live.stream().filter(one -> one.revision() != service.target()).toList();
  }

  static ServicePlan next(ServiceNow service, Instant at) {
    ServiceDecision decision = new ServiceDecision(service, at);
    return service.removed() ? decision.going() : decision.staying();
  }

  private ServicePlan going() {
    Step step =
        service.replicas().stream()
            .findFirst()
            .<Step>map(Step.Remove::new)
            .orElse(new Step.Forget());
    return new ServicePlan(state(), step, null, null);
  }

  private ServicePlan staying() {
    Integer good = service.good();
    Instant rollsBackAt = rollsBackAt();
    Optional<Replica> ended =
        service.replicas().stream().filter(replica -> !replica.phase().counts()).findFirst();
    if (ended.isPresent()) {
      return new ServicePlan(state(), new Step.Remove(ended.get()), null, rollsBackAt);
    }
    if (good != null && rollsBackAt != null && !rollsBackAt.isAfter(at)) {
      return new ServicePlan(state(), new Step.RollBack(good), null, null);
    }
    Optional<Replica> surplus = surplus();
    if (surplus.isPresent()) {
      return new ServicePlan(state(), new Step.Remove(surplus.get()), null, rollsBackAt);
    }
    return growing(rollsBackAt);
  }

  private ServicePlan growing(@Nullable Instant rollsBackAt) {
    Instant attemptAt = attemptAt();
    boolean waits = wantsMore() && attemptAt.isAfter(at);
    Step step =
        wantsMore() && !waits
            ? new Step.Make(revisionToMake())
            : replaceable().<Step>map(Step.Remove::new).orElse(null);
    return new ServicePlan(state(), step, waits ? attemptAt : null, rollsBackAt);
  }

  private boolean wantsMore() {
    return service.paused()
        ? live.size() < service.wanted()
        : updated.size() < service.wanted()
            && live.size() < service.wanted() + service.rollout().maxSurge();
  }

  /** A paused service that lacks a replica gets one that is known to work. */
  private int revisionToMake() {
    Integer good = service.good();
    return service.paused() && good != null ? good : service.target();
  }

  private Instant attemptAt() {
    Instant failedAt = service.lastFailedAt();
    return failedAt == null ? at : failedAt.plus(BREAKER.after(service.failures()));
  }

  /** One that is more than are wanted, whatever its revision. */
  private Optional<Replica> surplus() {
    List<Replica> among = service.paused() ? live : updated;
    return among.size() > service.wanted()
        ? leastNeeded(service.paused() && !old.isEmpty() ? old : among)
        : Optional.empty();
  }

  /** One of another revision that can be done without. */
  private Optional<Replica> replaceable() {
    if (service.paused()) {
      return Optional.empty();
    }
    long ready = live.stream().filter(Replica::isReady).count();
    boolean enough = ready > service.wanted() - service.rollout().maxUnavailable();
    return leastNeeded(old).filter(replica -> !replica.isReady() || enough);
  }

  /** Those that are not ready first, and of these the newest. */
  private static Optional<Replica> leastNeeded(List<Replica> replicas) {
    return replicas.stream()
        .min(
            Comparator.comparing(Replica::isReady)
                .thenComparing(Comparator.comparingLong(Replica::number).reversed()));
  }

  private boolean isComplete() {
    return old.isEmpty()
        && updated.size() == service.wanted()
        && updated.stream().allMatch(Replica::isReady)
        && service.replicas().size() == live.size();
  }

  private Instant deadlineAt() {
    return service.progressAt().plus(service.rollout().progressDeadline());
  }

  private @Nullable Instant rollsBackAt() {
    Integer good = service.good();
    return good == null || good == service.target() || service.paused() || isComplete()
        ? null
        : deadlineAt();
  }

  private RolloutState state() {
    if (isComplete()) {
      return RolloutState.COMPLETE;
    }
    if (service.paused()) {
      return RolloutState.PAUSED;
    }
    return rollsBackAt() == null && !deadlineAt().isAfter(at)
        ? RolloutState.STALLED
        : RolloutState.PROGRESSING;
  }
}
