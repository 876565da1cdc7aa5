package io.gantry.fleet.service;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.node.Report.Failure;
import io.gantry.api.service.RolloutState;
import io.gantry.api.service.ServiceResource;
import io.gantry.api.service.ServiceResource.Status;
import io.gantry.api.service.ServiceSpec;
import io.gantry.fleet.service.ServiceNow.Replica;
import io.gantry.persistence.service.ServiceRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a service is, while it is looked at or changed. Not thread-safe. */
final class ServiceProgress {
  private final ServiceRow before;
  private ServiceSpec spec;
  private boolean paused;
  private boolean removed;
  private long version;
  private int lastRevision;
  private long made;
  private int target;
  private @Nullable Integer good;
  private @Nullable Integer rolledBackFrom;
  private int failures;
  private @Nullable Instant lastFailedAt;
  private Instant progressAt;
  private Status status;

  ServiceProgress(ServiceRow before) {
    this.before = before;
    this.status = before.service().status();
    this.spec = before.service().spec();
    this.paused = before.service().paused();
    this.removed = before.removed();
    this.version = before.service().version();
    this.lastRevision = before.lastRevision();
    this.made = before.made();
    this.target = status.revision();
    this.good = status.goodRevision();
    this.rolledBackFrom = status.rolledBackFrom();
    this.failures = status.failures();
    this.lastFailedAt = before.lastFailedAt();
    this.progressAt = before.progressAt();
  }

  ServiceResource service() {
    return before.service();
  }

  int failures() {
    return failures;
  }

  /** Counts replicas of the target that failed. */
  void fail(long times, Instant at) {
    failures = (int) Math.min(Integer.MAX_VALUE, failures + times);
    lastFailedAt = at;
  }

  /** A replica of the target holds. */
  void hold() {
    failures = 0;
    lastFailedAt = null;
  }

  /** The number of the next replica. */
  long make() {
    return ++made;
  }

  /** What the user wants besides the container. */
  void want(ServiceSpec wanted, boolean pause, Instant at) {
    if (status.state() == RolloutState.COMPLETE || (paused && !pause)) {
      progressAt = at;
    }
    spec = wanted;
    paused = pause;
    version++;
    begin(status.updated(), status.updatedReady());
  }

  /** Whoever asks before it was looked at is not told that what was wanted just now is done. */
  private void begin(int updated, int updatedReady) {
    status =
        new Status(
            paused ? RolloutState.PAUSED : RolloutState.PROGRESSING,
            target,
            good,
            rolledBackFrom,
            status.replicas(),
            status.ready(),
            updated,
            updatedReady,
            failures,
            null,
            null,
            status.obstacle());
  }

  /** A new revision; returns its number. */
  int revise(Instant at) {
    lastRevision++;
    aim(lastRevision, at);
    rolledBackFrom = null;
    return lastRevision;
  }

  /** Goes to a revision there is. */
  void goTo(int revision, ContainerSpec container, Instant at) {
    aim(revision, at);
    spec = spec.with(container, null, null);
    rolledBackFrom = null;
    version++;
  }

  /** Goes back by itself. */
  void rollBack(int revision, ContainerSpec container, Instant at) {
    int left = target;
    goTo(revision, container, at);
    rolledBackFrom = left;
  }

  private void aim(int revision, Instant at) {
    target = revision;
    progressAt = at;
    hold();
    begin(0, 0);
  }

  void remove() {
    removed = true;
    version++;
  }

  ServiceNow now(List<Replica> replicas) {
    return new ServiceNow(
        spec.replicas(),
        spec.rollout(),
        paused,
        removed,
        target,
        good,
        failures,
        lastFailedAt,
        progressAt,
        replicas);
  }

  /** Notes what the replicas show before anything is decided: a ready one more is progress. */
  void see(List<Replica> replicas, Instant at) {
    if (ready(replicas, target) > status.updatedReady()) {
      progressAt = at;
    }
  }

  /** Takes what a plan says. */
  void become(ServicePlan plan, List<Replica> replicas, Instant at) {
    if (plan.state() == RolloutState.COMPLETE && !Integer.valueOf(target).equals(good)) {
      good = target;
    }
    if (status.state() == RolloutState.COMPLETE && plan.state() != RolloutState.COMPLETE) {
      progressAt = at;
    }
    status =
        new Status(
            status.state() == RolloutState.COMPLETE && plan.state() == RolloutState.STALLED
                ? RolloutState.PROGRESSING
                : plan.state(),
            target,
            good,
            rolledBackFrom,
            (int) replicas.stream().filter(one -> one.phase().counts()).count(),
            (int) replicas.stream().filter(Replica::isReady).count(),
            (int)
                replicas.stream().filter(one -> one.phase().counts() && isOf(one, target)).count(),
            (int) ready(replicas, target),
            failures,
            plan.nextAttemptAt(),
            plan.rollsBackAt(),
            plan.state() == RolloutState.COMPLETE ? null : status.obstacle());
  }

  private static long ready(List<Replica> replicas, int revision) {
    return replicas.stream().filter(one -> one.isReady() && isOf(one, revision)).count();
  }

  private static boolean isOf(Replica replica, int revision) {
    return replica.revision() == revision;
  }

  void meet(@Nullable Failure obstacle) {
    status =
        new Status(
            status.state(),
            target,
            good,
            rolledBackFrom,
            status.replicas(),
            status.ready(),
            status.updated(),
            status.updatedReady(),
            failures,
            status.nextAttemptAt(),
            status.rollsBackAt(),
            obstacle);
  }

  ServiceRow row() {
    meet(status.obstacle());
    ServiceResource was = service();
    return new ServiceRow(
        before.number(),
        new ServiceResource(
            was.id(),
            was.tenant(),
            was.name(),
            spec,
            paused,
            version,
            status,
            was.createdAt(),
            was.createdBy()),
        removed,
        lastRevision,
        made,
        lastFailedAt,
        progressAt);
  }
}
