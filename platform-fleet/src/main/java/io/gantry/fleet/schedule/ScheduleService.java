package io.gantry.fleet.schedule;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.AuditChange;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.api.schedule.CreateSchedule;
import io.gantry.api.schedule.ScheduleResource;
import io.gantry.api.schedule.ScheduleResource.Status;
import io.gantry.api.schedule.ScheduleSpec;
import io.gantry.api.schedule.UpdateSchedule;
import io.gantry.fleet.audit.AuditChanges;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.fleet.container.Admission;
import io.gantry.fleet.container.Target;
import io.gantry.fleet.paging.Cursor;
import io.gantry.fleet.workload.WorkloadName;
import io.gantry.persistence.schedule.ScheduleRow;
import io.gantry.persistence.schedule.ScheduleRows;
import io.gantry.persistence.workload.ReconcileQueue;
import io.gantry.persistence.workload.Workload;
import io.gantry.persistence.workload.Workload.Kind;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes, shows, changes and removes schedules. */
@Service
public class ScheduleService {
  private static final int NEXT_SHOWN = 5;

  private final ScheduleRows schedules;
  private final Admission admission;
  private final ReconcileQueue queue;
  private final AuditService audit;
  private final Clock clock;

  ScheduleService(
      ScheduleRows schedules,
      Admission admission,
      ReconcileQueue queue,
      AuditService audit,
      Clock clock) {
    this.schedules = schedules;
    this.admission = admission;
    this.queue = queue;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Stores a schedule; its times count from now on.
   *
   * @throws GantryException NAME_DUPLICATE; INVALID_ARGUMENT; POLICY_DENIED with the fields
   */
  @Requires(Permission.SCHEDULE_CREATE)
  @Transactional
  public ScheduleResource create(Caller caller, CreateSchedule wish) {
    TenantId tenant = caller.tenant();
    WorkloadName.require(Kind.SCHEDULE, wish.name());
    admit(tenant, wish.spec());
    String id = UUID.randomUUID().toString();
    if (!schedules.add(id, tenant, wish, caller.name(), clock.instant())) {
      throw GantryException.of(
              ErrorCode.NAME_DUPLICATE,
              "tenant %s has a schedule '%s' already: remove it or choose another name"
                  .formatted(tenant, wish.name()))
          .about("schedule", wish.name());
    }
    queue.add(new Workload(Kind.SCHEDULE, tenant, id), clock.instant());
    note(caller, Permission.SCHEDULE_CREATE, wish.name(), AuditChanges.between(null, wish.spec()));
    return get(tenant, wish.name());
  }

  private void admit(TenantId tenant, ScheduleSpec spec) {
    CronTimes.of(spec.cron(), spec.zone());
    admission.admit(tenant, spec.job().container());
  }

  /** The newest first. */
  @Requires(Permission.SCHEDULE_READ)
  @Transactional(readOnly = true)
  public Page<ScheduleResource> list(Caller caller, PageRequest page) {
    List<ScheduleRow> found =
        schedules.list(caller.tenant(), Cursor.afterNumber(page), page.limit() + 1);
    return Cursor.page(found, page, row -> List.of(row.number())).map(this::withTimes);
  }

  @Requires(Permission.SCHEDULE_READ)
  @Transactional(readOnly = true)
  public ScheduleResource get(Caller caller, String name) {
    return get(caller.tenant(), name);
  }

  /**
   * Gives it another spec, for the times from now on; jobs that were made stay as they are.
   *
   * @throws GantryException INVALID_ARGUMENT; POLICY_DENIED with the fields; PRECONDITION_FAILED
   */
  @Requires(Permission.SCHEDULE_UPDATE)
  @Transactional
  public ScheduleResource update(Caller caller, Target target, UpdateSchedule change) {
    ScheduleResource before = lock(caller, target).schedule();
    admit(caller.tenant(), change.spec());
    schedules.respecify(before, change.spec(), clock.instant());
    return changed(
        caller,
        Permission.SCHEDULE_UPDATE,
        before,
        AuditChanges.between(before.spec(), change.spec()));
  }

  /** Lets its times pass without jobs; jobs that run go on. */
  @Requires(Permission.SCHEDULE_SUSPEND)
  @Transactional
  public ScheduleResource suspend(Caller caller, Target target) {
    return suspend(caller, target, true);
  }

  /** Lets its times count again, from now on. */
  @Requires(Permission.SCHEDULE_SUSPEND)
  @Transactional
  public ScheduleResource resume(Caller caller, Target target) {
    return suspend(caller, target, false);
  }

  private ScheduleResource suspend(Caller caller, Target target, boolean suspended) {
    ScheduleResource before = lock(caller, target).schedule();
    if (before.suspended() != suspended) {
      schedules.suspend(before, suspended, clock.instant());
    }
    return changed(
        caller,
        Permission.SCHEDULE_SUSPEND,
        before,
        AuditChanges.of("suspended", before.suspended(), suspended));
  }

  private ScheduleResource changed(
      Caller caller, Permission action, ScheduleResource schedule, List<AuditChange> changes) {
    queue.add(new Workload(Kind.SCHEDULE, caller.tenant(), schedule.id()), clock.instant());
    note(caller, action, schedule.name(), changes);
    return get(caller.tenant(), schedule.name());
  }

  /** Forgets a schedule; the jobs it made stay until they go by themselves or are removed. */
  @Requires(Permission.SCHEDULE_REMOVE)
  @Transactional
  public void remove(Caller caller, Target target) {
    ScheduleResource schedule = lock(caller, target).schedule();
    schedules.delete(schedule);
    note(
        caller,
        Permission.SCHEDULE_REMOVE,
        schedule.name(),
        AuditChanges.between(schedule.spec(), null));
  }

  private void note(Caller caller, Permission action, String name, List<AuditChange> changes) {
    audit.record(caller, AuditNote.of(action, "schedule " + name).changing(changes));
  }

  private ScheduleRow lock(Caller caller, Target target) {
    ScheduleRow row =
        schedules
            .lock(caller.tenant(), target.reference())
            .orElseThrow(() -> missing(target.reference()));
    Long expected = target.expectedVersion();
    long version = row.schedule().version();
    if (expected != null && expected != version) {
      throw GantryException.of(
              ErrorCode.PRECONDITION_FAILED,
              "schedule %s has version %d by now, not %d: read it again"
                  .formatted(target.reference(), version, expected))
          .about("schedule", target.reference())
          .in("version " + version);
    }
    return row;
  }

  private ScheduleResource get(TenantId tenant, String name) {
    return withTimes(schedules.find(tenant, name).orElseThrow(() -> missing(name)));
  }

  private ScheduleResource withTimes(ScheduleRow row) {
    ScheduleResource schedule = row.schedule();
    ScheduleSpec spec = schedule.spec();
    Status status = schedule.status();
    Instant now = clock.instant();
    List<Instant> next =
        schedule.suspended()
            ? List.of()
            : CronTimes.of(spec.cron(), spec.zone()).next(now, NEXT_SHOWN);
    return schedule.with(
        new Status(
            status.lastTime(),
            next,
            status.started(),
            status.skipped(),
            status.missed(),
            status.obstacle()));
  }

  private static GantryException missing(String name) {
    return GantryException.of(ErrorCode.NOT_FOUND, "there is no schedule '%s'".formatted(name))
        .about("schedule", name);
  }
}
