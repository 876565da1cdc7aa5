package io.gantry.fleet.schedule;

import io.gantry.api.job.CreateJob;
import io.gantry.api.job.JobResource;
import io.gantry.api.job.JobResource.ScheduledFor;
import io.gantry.api.node.Report.Failure;
import io.gantry.api.schedule.ScheduleResource;
import io.gantry.fleet.audit.OnBehalf;
import io.gantry.fleet.container.Target;
import io.gantry.fleet.job.JobService;
import io.gantry.fleet.schedule.ScheduleNow.MadeJob;
import io.gantry.fleet.schedule.ScheduleNow.MadeJob.Ending;
import io.gantry.fleet.schedule.SchedulePlan.Step;
import io.gantry.fleet.workload.Acting;
import io.gantry.fleet.workload.Reconciler;
import io.gantry.persistence.job.JobRow;
import io.gantry.persistence.job.JobRows;
import io.gantry.persistence.schedule.ScheduleRow;
import io.gantry.persistence.schedule.ScheduleRows;
import io.gantry.persistence.workload.ReconcileQueue;
import io.gantry.persistence.workload.Workload;
import io.gantry.persistence.workload.Workload.Kind;
import io.gantry.security.Caller;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.springframework.stereotype.Component;

/**
 * Makes the jobs of a schedule's times. The schedule's row is locked, and what was decided on its
 * times is written with the job, so a time is neither lost nor doubled whatever dies.
 */
@Component
class ScheduleReconciler implements Reconciler {
  private static final DateTimeFormatter IN_NAMES =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmm").withZone(ZoneOffset.UTC);

  private final ScheduleRows schedules;
  private final JobRows jobs;
  private final JobService jobService;
  private final ReconcileQueue queue;
  private final OnBehalf onBehalf;

  ScheduleReconciler(
      ScheduleRows schedules,
      JobRows jobs,
      JobService jobService,
      ReconcileQueue queue,
      OnBehalf onBehalf) {
    this.schedules = schedules;
    this.jobs = jobs;
    this.jobService = jobService;
    this.queue = queue;
    this.onBehalf = onBehalf;
  }

  @Override
  public Kind kind() {
    return Kind.SCHEDULE;
  }

  @Override
  public void reconcile(Workload workload, Instant now) {
    schedules
        .lockById(workload.tenant(), workload.id())
        .ifPresent(row -> reconcile(workload, row, now));
  }

  private void reconcile(Workload workload, ScheduleRow row, Instant now) {
    ScheduleResource schedule = row.schedule();
    SchedulePlan plan =
        ScheduleDecision.next(
            now(row), CronTimes.of(schedule.spec().cron(), schedule.spec().zone()), now);
    schedules.save(row, plan.consideredUntil(), plan.skipped(), plan.missed());
    Step step = plan.step();
    if (step != null) {
      queue.add(workload, now);
      onBehalf.of(schedule.createdBy(), () -> carryOut(step, workload, schedule));
    } else if (plan.wakeAt() != null) {
      queue.add(workload, plan.wakeAt());
    }
  }

  private ScheduleNow now(ScheduleRow row) {
    ScheduleResource schedule = row.schedule();
    return new ScheduleNow(
        schedule.spec(),
        schedule.suspended(),
        row.consideredUntil(),
        jobs.ofSchedule(schedule.tenant(), schedule.id()).stream()
            .map(job -> new MadeJob(job.job().name(), ending(job)))
            .toList());
  }

  private static Ending ending(JobRow job) {
    return switch (job.job().status().state()) {
      case SUCCEEDED -> Ending.SUCCEEDED;
      case FAILED -> Ending.FAILED;
      case PENDING, RUNNING -> job.cancelled() ? Ending.CANCELLED : Ending.RUNNING;
    };
  }

  private JobResource carryOut(Step step, Workload workload, ScheduleResource schedule) {
    Caller caller = new Acting(workload, schedule.name(), schedule.createdBy()).caller();
    return switch (step) {
      case Step.Start start -> start(caller, schedule, start.time());
      case Step.Cancel cancel -> jobService.cancel(caller, Target.of(cancel.job()));
      case Step.Remove remove -> jobService.remove(caller, Target.of(remove.job()));
    };
  }

  private JobResource start(Caller caller, ScheduleResource schedule, Instant time) {
    schedules.started(schedule, time);
    return jobService.createScheduled(
        caller,
        new CreateJob(schedule.name() + "-" + IN_NAMES.format(time), schedule.spec().job()),
        new ScheduledFor(schedule.id(), schedule.name(), time),
        schedule.createdBy());
  }

  @Override
  public void obstruct(Workload workload, Failure obstacle) {
    schedules.obstruct(workload.tenant(), workload.id(), obstacle);
  }
}
