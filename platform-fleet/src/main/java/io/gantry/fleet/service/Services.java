package io.gantry.fleet.service;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.AuditChange;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.api.service.CreateService;
import io.gantry.api.service.RollbackService;
import io.gantry.api.service.ServiceResource;
import io.gantry.api.service.ServiceRevisionResource;
import io.gantry.api.service.ServiceSpec;
import io.gantry.api.service.UpdateService;
import io.gantry.fleet.audit.AuditChanges;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.fleet.container.Admission;
import io.gantry.fleet.container.InvalidSpec;
import io.gantry.fleet.container.Target;
import io.gantry.fleet.paging.Cursor;
import io.gantry.fleet.workload.WorkloadName;
import io.gantry.persistence.service.ServiceRevisionRows;
import io.gantry.persistence.service.ServiceRow;
import io.gantry.persistence.service.ServiceRows;
import io.gantry.persistence.workload.ReconcileQueue;
import io.gantry.persistence.workload.Workload;
import io.gantry.persistence.workload.Workload.Kind;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes, shows, changes and removes services. Each change is a wish, fulfilled afterwards. */
@Service
public class Services {
  private final ServiceRows services;
  private final ServiceRevisionRows revisions;
  private final Admission admission;
  private final ReconcileQueue queue;
  private final AuditService audit;
  private final Clock clock;

  Services(
      ServiceRows services,
      ServiceRevisionRows revisions,
      Admission admission,
      ReconcileQueue queue,
      AuditService audit,
      Clock clock) {
    this.services = services;
    this.revisions = revisions;
    this.admission = admission;
    this.queue = queue;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Stores a service, whose first revision is made when the transaction ends. Quota and placement
   * are asked for with each replica, not now.
   *
   * @throws GantryException NAME_DUPLICATE; INVALID_ARGUMENT; POLICY_DENIED with the fields
   */
  @Requires(Permission.SERVICE_CREATE)
  @Transactional
  public ServiceResource create(Caller caller, CreateService wish) {
    TenantId tenant = caller.tenant();
    WorkloadName.require(Kind.SERVICE, wish.name());
    admission.admit(tenant, wish.spec().container());
    Instant now = clock.instant();
    if (!services.add(UUID.randomUUID().toString(), tenant, wish, caller.name(), now)) {
      throw GantryException.of(
              ErrorCode.NAME_DUPLICATE,
              "tenant %s has a service '%s' already: change it or choose another name"
                  .formatted(tenant, wish.name()))
          .about("service", wish.name());
    }
    ServiceResource made = find(tenant, wish.name()).service();
    addRevision(caller, made, 1, wish.spec().container());
    return asked(caller, Permission.SERVICE_CREATE, made, AuditChanges.between(null, wish.spec()));
  }

  private void addRevision(
      Caller caller, ServiceResource service, int number, ContainerSpec container) {
    revisions.add(
        service, new ServiceRevisionResource(number, container, clock.instant(), caller.name()));
  }

  /** The newest first. */
  @Requires(Permission.SERVICE_READ)
  @Transactional(readOnly = true)
  public Page<ServiceResource> list(Caller caller, PageRequest page) {
    List<ServiceRow> found =
        services.list(caller.tenant(), Cursor.afterNumber(page), page.limit() + 1);
    return Cursor.page(found, page, row -> List.of(row.number())).map(ServiceRow::service);
  }

  @Requires(Permission.SERVICE_READ)
  @Transactional(readOnly = true)
  public ServiceResource get(Caller caller, String name) {
    return find(caller.tenant(), name).service();
  }

  /** Its revisions, the newest first. */
  @Requires(Permission.SERVICE_READ)
  @Transactional(readOnly = true)
  public Page<ServiceRevisionResource> revisions(Caller caller, String name, PageRequest page) {
    ServiceResource service = find(caller.tenant(), name).service();
    Long below = Cursor.afterNumber(page);
    return Cursor.page(
        revisions.list(service, below == null ? Integer.MAX_VALUE : below, page.limit() + 1),
        page,
        revision -> List.of(revision.number()));
  }

  /**
   * Changes what the change names. Another container is a new revision, to which the replicas go
   * one after the other.
   *
   * @throws GantryException INVALID_ARGUMENT; POLICY_DENIED with the fields; PRECONDITION_FAILED
   */
  @Requires(Permission.SERVICE_UPDATE)
  @Transactional
  public ServiceResource update(Caller caller, Target target, UpdateService change) {
    ServiceRow row = lock(caller, target);
    ServiceResource before = row.service();
    ServiceSpec wanted =
        InvalidSpec.translate(
            () -> before.spec().with(change.container(), change.replicas(), change.rollout()));
    boolean paused = change.paused() == null ? before.paused() : change.paused();
    ServiceProgress progress = new ServiceProgress(row);
    progress.want(wanted, paused, clock.instant());
    if (!wanted.container().equals(before.spec().container())) {
      admission.admit(caller.tenant(), wanted.container());
      addRevision(caller, before, progress.revise(clock.instant()), wanted.container());
    }
    services.save(progress.row());
    revisions.trim(before, wanted.rollout().keptRevisions());
    return asked(
        caller,
        Permission.SERVICE_UPDATE,
        before,
        AuditChanges.between(
            Map.of("spec", before.spec(), "paused", before.paused()),
            Map.of("spec", wanted, "paused", paused)));
  }

  /**
   * Goes to a revision of before.
   *
   * @throws GantryException NOT_FOUND if there is none; POLICY_DENIED if it may not be had any more
   */
  @Requires(Permission.SERVICE_ROLLBACK)
  @Transactional
  public ServiceResource rollBack(Caller caller, Target target, RollbackService wish) {
    ServiceRow row = lock(caller, target);
    ServiceResource before = row.service();
    int current = before.status().revision();
    ServiceRevisionResource chosen = revision(before, wish);
    admission.admit(caller.tenant(), chosen.container());
    if (chosen.number() != current) {
      ServiceProgress progress = new ServiceProgress(row);
      progress.goTo(chosen.number(), chosen.container(), clock.instant());
      services.save(progress.row());
    }
    return asked(
        caller,
        Permission.SERVICE_ROLLBACK,
        before,
        AuditChanges.of("revision", current, chosen.number()));
  }

  private ServiceRevisionResource revision(ServiceResource service, RollbackService wish) {
    Integer number = wish.revision();
    Integer good = service.status().goodRevision();
    int current = service.status().revision();
    if (number == null && good != null && good != current) {
      number = good;
    }
    return (number == null
            ? revisions.list(service, current, 1).stream().findFirst()
            : revisions.find(service, number))
        .orElseThrow(
            () ->
                GantryException.of(
                        ErrorCode.NOT_FOUND,
                        "service %s has no such revision: see those it has"
                            .formatted(service.name()))
                    .about("service", service.name()));
  }

  /** Wants a service gone with all its containers. It is listed until those are asked for. */
  @Requires(Permission.SERVICE_REMOVE)
  @Transactional
  public ServiceResource remove(Caller caller, Target target) {
    ServiceRow row = lock(caller, target);
    if (!row.removed()) {
      ServiceProgress progress = new ServiceProgress(row);
      progress.remove();
      services.save(progress.row());
    }
    return asked(
        caller,
        Permission.SERVICE_REMOVE,
        row.service(),
        AuditChanges.between(row.service().spec(), null));
  }

  private ServiceResource asked(
      Caller caller, Permission action, ServiceResource service, List<AuditChange> changes) {
    queue.add(new Workload(Kind.SERVICE, caller.tenant(), service.id()), clock.instant());
    audit.record(caller, AuditNote.of(action, "service " + service.name()).changing(changes));
    return find(caller.tenant(), service.name()).service();
  }

  private ServiceRow lock(Caller caller, Target target) {
    String name = target.reference();
    ServiceRow row = services.lock(caller.tenant(), name).orElseThrow(() -> missing(name));
    Long expected = target.expectedVersion();
    long version = row.service().version();
    if (expected != null && expected != version) {
      throw GantryException.of(
              ErrorCode.PRECONDITION_FAILED,
              "service %s has version %d by now, not %d: read it again"
                  .formatted(name, version, expected))
          .about("service", name)
          .in("version " + version);
    }
    return row;
  }

  private ServiceRow find(TenantId tenant, String name) {
    return services.find(tenant, name).orElseThrow(() -> missing(name));
  }

  private static GantryException missing(String name) {
    return GantryException.of(ErrorCode.NOT_FOUND, "there is no service '%s'".formatted(name))
        .about("service", name);
  }
}
