package io.gantry.fleet.job;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.job.CreateJob;
import io.gantry.api.job.JobResource;
import io.gantry.api.job.JobResource.ScheduledFor;
import io.gantry.api.job.JobRunResource;
import io.gantry.api.job.JobState;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.audit.AuditChanges;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.fleet.container.Admission;
import io.gantry.fleet.container.Target;
import io.gantry.fleet.paging.Cursor;
import io.gantry.fleet.workload.WorkloadName;
import io.gantry.persistence.job.JobRow;
import io.gantry.persistence.job.JobRows;
import io.gantry.persistence.job.JobRows.NewJob;
import io.gantry.persistence.job.JobRunRows;
import io.gantry.persistence.workload.ReconcileQueue;
import io.gantry.persistence.workload.Workload;
import io.gantry.persistence.workload.Workload.Kind;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes, shows, ends and removes jobs. Each change is a wish, which is fulfilled afterwards. */
@Service
public class JobService {
  private final JobRows jobs;
  private final JobRunRows runs;
  private final Admission admission;
  private final ReconcileQueue queue;
  private final AuditService audit;
  private final Clock clock;

  JobService(
      JobRows jobs,
      JobRunRows runs,
      Admission admission,
      ReconcileQueue queue,
      AuditService audit,
      Clock clock) {
    this.jobs = jobs;
    this.runs = runs;
    this.admission = admission;
    this.queue = queue;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Stores a job, which begins as soon as the transaction ends. Quota and placement are asked for
   * with each container, not now.
   *
   * @throws GantryException NAME_DUPLICATE; INVALID_ARGUMENT; POLICY_DENIED with the fields
   */
  @Requires(Permission.JOB_CREATE)
  @Transactional
  public JobResource create(Caller caller, CreateJob wish) {
    String id = UUID.randomUUID().toString();
    String name = wish.name() == null ? WorkloadName.generated(Kind.JOB, id) : wish.name();
    WorkloadName.require(Kind.JOB, name);
    CreateJob named = new CreateJob(name, wish.spec());
    return add(
        caller, new NewJob(id, caller.tenant(), named, null, caller.name(), clock.instant()));
  }

  /**
   * Stores the job of a schedule's time, made on behalf of whom the schedule belongs to.
   *
   * @throws GantryException as {@link #create}; also if the time has a job already
   */
  @Requires(Permission.JOB_CREATE)
  @Transactional
  public JobResource createScheduled(
      Caller caller, CreateJob wish, ScheduledFor time, String madeBy) {
    return add(
        caller,
        new NewJob(
            UUID.randomUUID().toString(), caller.tenant(), wish, time, madeBy, clock.instant()));
  }

  private JobResource add(Caller caller, NewJob job) {
    TenantId tenant = job.tenant();
    CreateJob wish = job.wish();
    String name = String.valueOf(wish.name());
    admission.admit(tenant, wish.spec().container());
    if (!jobs.add(job)) {
      throw GantryException.of(
              ErrorCode.NAME_DUPLICATE,
              "tenant %s has a job '%s' already: remove it or choose another name"
                  .formatted(tenant, name))
          .about("job", name);
    }
    queue.add(new Workload(Kind.JOB, tenant, job.id()), job.at());
    audit.record(
        caller,
        AuditNote.of(Permission.JOB_CREATE, "job " + name)
            .changing(AuditChanges.between(null, wish.spec())));
    return find(tenant, name).job();
  }

  /** The newest first. */
  @Requires(Permission.JOB_READ)
  @Transactional(readOnly = true)
  public Page<JobResource> list(Caller caller, @Nullable JobState state, PageRequest page) {
    List<JobRow> found =
        jobs.list(caller.tenant(), state, Cursor.afterNumber(page), page.limit() + 1);
    return Cursor.page(found, page, row -> List.of(row.number())).map(JobRow::job);
  }

  @Requires(Permission.JOB_READ)
  @Transactional(readOnly = true)
  public JobResource get(Caller caller, String name) {
    return find(caller.tenant(), name).job();
  }

  /** Its runs, the newest first. */
  @Requires(Permission.JOB_READ)
  @Transactional(readOnly = true)
  public Page<JobRunResource> runs(Caller caller, String name, PageRequest page) {
    JobResource job = find(caller.tenant(), name).job();
    return Cursor.page(
        runs.list(job, Cursor.afterNumber(page), page.limit() + 1),
        page,
        run -> List.of(run.number()));
  }

  /** Ends a job; what runs is stopped. Of one that has ended already nothing changes. */
  @Requires(Permission.JOB_CANCEL)
  @Transactional
  public JobResource cancel(Caller caller, Target target) {
    JobRow job = lock(caller, target);
    boolean changes = !job.cancelled() && !job.job().status().state().isEnded();
    return wish(
        caller,
        job,
        changes ? Optional.of(new Wished(true, job.removed())) : Optional.empty(),
        Permission.JOB_CANCEL);
  }

  /** Ends a job and wants it gone with all its containers. It is listed until those are. */
  @Requires(Permission.JOB_REMOVE)
  @Transactional
  public JobResource remove(Caller caller, Target target) {
    JobRow job = lock(caller, target);
    return wish(
        caller,
        job,
        job.removed() ? Optional.empty() : Optional.of(new Wished(job.cancelled(), true)),
        Permission.JOB_REMOVE);
  }

  private record Wished(boolean cancelled, boolean removed) {}

  private JobResource wish(
      Caller caller, JobRow job, Optional<Wished> wished, Permission permission) {
    wished.ifPresent(
        wish -> {
          jobs.wish(job, wish.cancelled(), wish.removed());
          queue.add(new Workload(Kind.JOB, caller.tenant(), job.job().id()), clock.instant());
        });
    audit.record(
        caller,
        AuditNote.of(permission, "job " + job.job().name())
            .saying(wished.isPresent() ? null : "was so already"));
    return find(caller.tenant(), job.job().name()).job();
  }

  private JobRow lock(Caller caller, Target target) {
    JobRow job =
        jobs.lock(caller.tenant(), target.reference())
            .orElseThrow(() -> missing(target.reference()));
    Long expected = target.expectedVersion();
    if (expected != null && expected != job.job().version()) {
      throw GantryException.of(
              ErrorCode.PRECONDITION_FAILED,
              "job %s has version %d by now, not %d: read it again"
                  .formatted(job.job().name(), job.job().version(), expected))
          .about("job", job.job().name())
          .in("version " + job.job().version());
    }
    return job;
  }

  private JobRow find(TenantId tenant, String name) {
    return jobs.find(tenant, name).orElseThrow(() -> missing(name));
  }

  private static GantryException missing(String name) {
    return GantryException.of(ErrorCode.NOT_FOUND, "there is no job '%s'".formatted(name))
        .about("job", name);
  }
}
