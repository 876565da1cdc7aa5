package io.gantry.fleet.service;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.node.Report.Failure;
import io.gantry.api.service.ServiceResource;
import io.gantry.api.service.ServiceRevisionResource;
import io.gantry.fleet.audit.AuditChanges;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.fleet.audit.OnBehalf;
import io.gantry.fleet.service.ServiceNow.Phase;
import io.gantry.fleet.service.ServiceNow.Replica;
import io.gantry.fleet.service.ServicePlan.Step;
import io.gantry.fleet.workload.Acting;
import io.gantry.fleet.workload.OwnedContainers;
import io.gantry.fleet.workload.Reconciler;
import io.gantry.fleet.workload.WorkloadName;
import io.gantry.persistence.service.ServiceReplicaRows;
import io.gantry.persistence.service.ServiceRevisionRows;
import io.gantry.persistence.service.ServiceRow;
import io.gantry.persistence.service.ServiceRows;
import io.gantry.persistence.workload.ReconcileQueue;
import io.gantry.persistence.workload.Workload;
import io.gantry.persistence.workload.Workload.Kind;
import io.gantry.security.Permission;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** Sees what a service's replicas are, decides what comes next, and does it. */
@Component
class ServiceReconciler implements Reconciler {
  private final ServiceRows services;
  private final ServiceReplicaRows replicas;
  private final ServiceRevisionRows revisions;
  private final ReplicaWatch watch;
  private final OwnedContainers containers;
  private final ReconcileQueue queue;
  private final AuditService audit;
  private final OnBehalf onBehalf;

  ServiceReconciler(
      ServiceRows services,
      ServiceReplicaRows replicas,
      ServiceRevisionRows revisions,
      ReplicaWatch watch,
      OwnedContainers containers,
      ReconcileQueue queue,
      AuditService audit,
      OnBehalf onBehalf) {
    this.services = services;
    this.replicas = replicas;
    this.revisions = revisions;
    this.watch = watch;
    this.containers = containers;
    this.queue = queue;
    this.audit = audit;
    this.onBehalf = onBehalf;
  }

  @Override
  public Kind kind() {
    return Kind.SERVICE;
  }

  @Override
  public void reconcile(Workload workload, Instant now) {
    services
        .lockById(workload.tenant(), workload.id())
        .ifPresent(row -> reconcile(workload, row, now));
  }

  private void reconcile(Workload workload, ServiceRow row, Instant now) {
    ServiceProgress progress = new ServiceProgress(row);
    ReplicaWatch.Seen seen = watch.look(progress, now);
    List<Replica> found = seen.replicas();
    progress.see(found, now);
    ServicePlan plan = ServiceDecision.next(progress.now(found), now);
    progress.become(plan, found, now);
    if (plan.step() != null) {
      carryOut(plan.step(), progress, now);
      queue.add(workload, now);
    } else {
      seen.wakeAt(plan.nextAttemptAt(), plan.rollsBackAt())
          .ifPresent(at -> queue.add(workload, at));
    }
    services.save(progress.row());
  }

  private void carryOut(Step step, ServiceProgress progress, Instant now) {
    switch (step) {
      case Step.Make make -> make(progress, make.revision());
      case Step.Remove remove -> remove(progress, remove.replica(), now);
      case Step.RollBack back -> rollBack(progress, back.revision(), now);
      case Step.Forget forget -> services.delete(progress.service());
    }
  }

  private void make(ServiceProgress progress, int revision) {
    ServiceResource service = progress.service();
    Acting acting = acting(service);
    long number = progress.make();
    ContainerSpec spec = container(service, revision);
    ContainerId made =
        containers.start(
            acting, WorkloadName.containerOf(acting, spec, number), service.spec().node());
    replicas.add(service, number, revision, made);
    progress.meet(null);
  }

  private void remove(ServiceProgress progress, Replica replica, Instant now) {
    if (replica.phase() == Phase.FAILED && replica.revision() == progress.now(List.of()).target()) {
      progress.fail(1, now);
    }
    containers.remove(acting(progress.service()), replica.container());
  }

  private void rollBack(ServiceProgress progress, int revision, Instant now) {
    ServiceResource service = progress.service();
    int left = service.status().revision();
    progress.rollBack(revision, container(service, revision), now);
    Acting acting = acting(service);
    onBehalf.of(
        acting.madeBy(),
        () -> {
          audit.record(
              acting.caller(),
              AuditNote.of(Permission.SERVICE_ROLLBACK, "service " + service.name())
                  .saying("no replica of revision %d became ready in time".formatted(left))
                  .changing(AuditChanges.of("revision", left, revision)));
          return revision;
        });
  }

  private ContainerSpec container(ServiceResource service, int revision) {
    return revision == service.status().revision()
        ? service.spec().container()
        : revisions
            .find(service, revision)
            .map(ServiceRevisionResource::container)
            .orElseThrow(() -> new IllegalStateException("a revision that is in use is kept"));
  }

  private static Acting acting(ServiceResource service) {
    return new Acting(
        new Workload(Kind.SERVICE, service.tenant(), service.id()),
        service.name(),
        service.createdBy());
  }

  @Override
  public void obstruct(Workload workload, Failure obstacle) {
    services
        .lockById(workload.tenant(), workload.id())
        .ifPresent(
            row -> {
              ServiceProgress progress = new ServiceProgress(row);
              progress.meet(obstacle);
              services.save(progress.row());
            });
  }
}
