package io.gantry.fleet.job;

import io.gantry.api.container.ContainerId;
import io.gantry.api.job.JobResource;
import io.gantry.api.job.JobRunResource;
import io.gantry.api.job.JobRunResource.State;
import io.gantry.api.node.Report.Failure;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.fleet.job.JobPlan.Step;
import io.gantry.fleet.workload.Acting;
import io.gantry.fleet.workload.OwnedContainers;
import io.gantry.fleet.workload.Reconciler;
import io.gantry.fleet.workload.WorkloadName;
import io.gantry.persistence.job.JobRow;
import io.gantry.persistence.job.JobRows;
import io.gantry.persistence.job.JobRunRows;
import io.gantry.persistence.job.JobRunRows.OpenRun;
import io.gantry.persistence.workload.ReconcileQueue;
import io.gantry.persistence.workload.Workload;
import io.gantry.persistence.workload.Workload.Kind;
import io.gantry.security.Permission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Notes which runs of a job ended, decides what comes next, and does it. */
@Component
class JobReconciler implements Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(JobReconciler.class);

  private final JobRows jobs;
  private final JobRunRows runs;
  private final OwnedContainers containers;
  private final ReconcileQueue queue;
  private final AuditService audit;

  JobReconciler(
      JobRows jobs,
      JobRunRows runs,
      OwnedContainers containers,
      ReconcileQueue queue,
      AuditService audit) {
    this.jobs = jobs;
    this.runs = runs;
    this.containers = containers;
    this.queue = queue;
    this.audit = audit;
  }

  @Override
  public Kind kind() {
    return Kind.JOB;
  }

  @Override
  public void reconcile(Workload workload, Instant now) {
    Optional<JobRow> locked = jobs.lockById(workload.tenant(), workload.id());
    if (locked.isPresent()) {
      JobProgress progress = new JobProgress(locked.get());
      JobPlan plan = JobDecision.next(observe(progress, now), now);
      if (progress.become(plan, now)) {
        tellSchedule(progress.job(), now);
      }
      if (plan.step() != null) {
        carryOut(plan.step(), progress, now);
        queue.add(workload, now);
      } else if (plan.wakeAt() != null) {
        queue.add(workload, plan.wakeAt());
      }
      jobs.save(progress.row());
    }
  }

  /** What it could not do while the job ran, or has to clear away, is its next step. */
  private void tellSchedule(JobResource job, Instant now) {
    if (job.schedule() != null) {
      queue.add(new Workload(Kind.SCHEDULE, job.tenant(), job.schedule().id()), now);
    }
  }

  /** Notes the ends nobody noted yet. */
  private JobNow observe(JobProgress progress, Instant now) {
    List<JobNow.Run> open = new ArrayList<>();
    for (OpenRun run : runs.open(progress.job())) {
      Optional<RunEnd> end = run.running() ? RunEnd.of(run) : Optional.empty();
      end.ifPresent(
          known -> {
            runs.end(progress.job(), ended(run, known, now));
            progress.count(known.state() == State.SUCCEEDED, now);
          });
      open.add(new JobNow.Run(run.container(), run.running() && end.isEmpty(), run.goal()));
    }
    return progress.now(open);
  }

  private static JobRunResource ended(OpenRun run, RunEnd end, Instant now) {
    return new JobRunResource(
        run.number(), run.container(), end.state(), end.exitCode(), end.failure(), now, now);
  }

  private void carryOut(Step step, JobProgress progress, Instant now) {
    Acting acting = acting(progress.job());
    switch (step) {
      case Step.Start start -> start(acting, progress, now);
      case Step.Stop stop -> containers.stop(acting, stop.container());
      case Step.Remove remove -> containers.remove(acting, remove.container());
      case Step.Forget forget -> forget(acting, progress);
    }
  }

  private void start(Acting acting, JobProgress progress, Instant now) {
    JobResource job = progress.job();
    int number = progress.begin(now);
    ContainerId container =
        containers.start(
            acting,
            WorkloadName.containerOf(acting, job.spec().container(), number),
            job.spec().node());
    runs.add(job, number, container, now);
  }

  /** A removal that somebody asked for was noted then. */
  private void forget(Acting acting, JobProgress progress) {
    JobResource job = progress.job();
    jobs.delete(job.tenant(), job.id());
    if (!progress.row().removed()) {
      audit.record(
          acting.caller(),
          AuditNote.of(Permission.JOB_REMOVE, "job " + job.name()).saying("its time is over"));
    }
  }

  static Acting acting(JobResource job) {
    return new Acting(new Workload(Kind.JOB, job.tenant(), job.id()), job.name(), job.createdBy());
  }

  @Override
  public void obstruct(Workload workload, Failure obstacle) {
    jobs.lockById(workload.tenant(), workload.id())
        .ifPresent(
            row -> {
              LOG.atInfo()
                  .addKeyValue("job", row.job().name())
                  .addKeyValue("tenant", workload.tenant())
                  .addKeyValue("code", obstacle.code())
                  .log("a job cannot go on now");
              JobProgress progress = new JobProgress(row);
              progress.meet(obstacle);
              jobs.save(progress.row());
            });
  }
}
