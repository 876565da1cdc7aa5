package io.gantry.fleet.schedule;

import static io.gantry.fleet.testing.Eventually.become;
import static io.gantry.fleet.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.job.JobReason;
import io.gantry.api.job.JobResource;
import io.gantry.api.job.JobResource.ScheduledFor;
import io.gantry.api.job.JobSpec;
import io.gantry.api.resource.PageRequest;
import io.gantry.api.schedule.ConcurrencyPolicy;
import io.gantry.api.schedule.CreateSchedule;
import io.gantry.api.schedule.ScheduleResource;
import io.gantry.api.schedule.ScheduleSpec;
import io.gantry.fleet.container.Target;
import io.gantry.fleet.job.JobService;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.fleet.testing.Together;
import io.gantry.persistence.fence.Fence;
import io.gantry.persistence.fence.Scope;
import io.gantry.persistence.testing.TestDatabase;
import io.gantry.persistence.workload.Workload;
import io.gantry.persistence.workload.Workload.Kind;
import io.gantry.security.Caller;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@FleetTest
class ScheduleIT {
  private final Fleet fleet;
  private final ScheduleService schedules;
  private final ScheduleReconciler reconciler;
  private final JobService jobs;
  private final JdbcClient jdbc;
  private final Fence fence;
  private final TransactionTemplate transaction;
  private final Clock clock;

  private Caller caller;

  @Autowired
  ScheduleIT(
      Fleet fleet,
      ScheduleService schedules,
      ScheduleReconciler reconciler,
      JobService jobs,
      TestDatabase database,
      Fence fence,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.fleet = fleet;
    this.schedules = schedules;
    this.reconciler = reconciler;
    this.jobs = jobs;
    this.jdbc = JdbcClient.create(database.dataSource());
    this.fence = fence;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  @BeforeEach
  void makeATenantWithANode() {
    caller = fleet.tenant();
    fleet.node();
  }

  @Test
  void makesTheJobOfATimeThatPassed() {
    ScheduleResource schedule = create(ConcurrencyPolicy.ALLOW);

    pass(schedule);

    JobResource job = become(this::jobs, found -> !found.isEmpty()).getFirst();
    assertThat(job.createdBy()).isEqualTo(caller.name());
    assertThat(job.name()).startsWith("nightly-");
    Instant last = schedules.get(caller, "nightly").status().lastTime();
    assertThat(job.schedule()).extracting(ScheduledFor::time).isEqualTo(last);
  }

  /** As if several replicas took it at once, each believing that nobody else does. */
  @Test
  void makesNoTimeTwiceHoweverManyLookAtOnce() throws Exception {
    ScheduleResource schedule = create(ConcurrencyPolicy.ALLOW);
    Instant later = clock.instant().plus(1, ChronoUnit.DAYS);

    Together.run(
        8,
        number ->
            () -> {
              look(schedule, later);
              return true;
            });

    assertThat(jobs()).hasSize(1);
    assertThat(schedules.get(caller, "nightly").status().started()).isEqualTo(1);
  }

  @Test
  void makesTheJobAfterALookWasUndone() {
    ScheduleResource schedule = create(ConcurrencyPolicy.ALLOW);
    Instant later = clock.instant().plus(1, ChronoUnit.DAYS);

    transaction.executeWithoutResult(
        status -> {
          look(schedule, later);
          status.setRollbackOnly();
        });
    assertThat(jobs()).isEmpty();
    look(schedule, later);

    assertThat(jobs()).hasSize(1);
  }

  @Test
  void replacesTheJobThatRuns() {
    ScheduleResource schedule = create(ConcurrencyPolicy.REPLACE);
    Instant tomorrow = clock.instant().plus(1, ChronoUnit.DAYS);
    look(schedule, tomorrow);

    look(schedule, tomorrow.plus(1, ChronoUnit.DAYS));
    look(schedule, tomorrow.plus(1, ChronoUnit.DAYS));

    List<JobResource> made = jobs();
    assertThat(made).hasSize(2);
    become(
        () -> jobs.get(caller, made.getLast().name()),
        job -> job.status().reason() == JobReason.CANCELLED);
  }

  @Test
  void letsTimesPassWhileSuspendedAndMakesNoneUpForAfterwards() {
    ScheduleResource schedule = create(ConcurrencyPolicy.ALLOW);
    schedules.suspend(caller, Target.of("nightly"));

    assertThat(schedules.get(caller, "nightly").status().next()).isEmpty();
    pass(schedule);
    schedules.resume(caller, Target.of("nightly"));
    look(schedule, clock.instant());

    assertThat(jobs()).isEmpty();
    assertThat(schedules.get(caller, "nightly").status().next()).hasSize(5);
  }

  @Test
  void refusesAnExpressionThatIsNone() {
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        () ->
            schedules.create(
                caller, new CreateSchedule("s", spec("never", ConcurrencyPolicy.ALLOW))));
  }

  private ScheduleResource create(ConcurrencyPolicy policy) {
    return schedules.create(caller, new CreateSchedule("nightly", spec("@daily", policy)));
  }

  private static ScheduleSpec spec(String cron, ConcurrencyPolicy policy) {
    return new ScheduleSpec(
        cron, null, policy, null, null, null, JobSpec.of(ContainerSpec.builder("busybox").build()));
  }

  /** Lets it be a day since anybody looked, and has it looked at. */
  private void pass(ScheduleResource schedule) {
    jdbc.sql("update schedules set considered_until = now() - interval '1 day' where id = :id")
        .param("id", schedule.id())
        .update();
    jdbc.sql(
            """
            insert into reconciles (tenant_id, kind, workload_id, due_at)
            values (:tenant, 'SCHEDULE', :id, now())
            """)
        .param("tenant", caller.tenant().value())
        .param("id", schedule.id())
        .update();
    jdbc.sql("select pg_notify('gantry', 'RECONCILES:all')").query(row -> {});
  }

  private void look(ScheduleResource schedule, Instant at) {
    fence.run(
        new Scope.Tenant(caller.tenant()),
        () ->
            transaction.executeWithoutResult(
                status ->
                    reconciler.reconcile(
                        new Workload(Kind.SCHEDULE, caller.tenant(), schedule.id()), at)));
  }

  private List<JobResource> jobs() {
    return jobs.list(caller, null, PageRequest.FIRST).items();
  }
}
