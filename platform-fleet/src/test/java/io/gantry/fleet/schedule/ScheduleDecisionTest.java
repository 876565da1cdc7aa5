package io.gantry.fleet.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.job.JobSpec;
import io.gantry.api.schedule.ConcurrencyPolicy;
import io.gantry.api.schedule.ScheduleSpec;
import io.gantry.fleet.schedule.ScheduleNow.MadeJob;
import io.gantry.fleet.schedule.ScheduleNow.MadeJob.Ending;
import io.gantry.fleet.schedule.SchedulePlan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleDecisionTest {
  private static final Instant TEN = Instant.parse("2026-11-24T10:00:00Z");
  private static final CronTimes HOURLY = CronTimes.of("0 * * * *", "UTC");

  @Test
  void waitsForItsNextTime() {
    SchedulePlan plan = plan(ConcurrencyPolicy.ALLOW, TEN, TEN.plusSeconds(1));

    assertThat(plan.step()).isNull();
    assertThat(plan.wakeAt()).isEqualTo(TEN.plusSeconds(3600));
  }

  @Test
  void startsTheJobOfATimeThatHasComeOnce() {
    SchedulePlan plan = plan(ConcurrencyPolicy.ALLOW, TEN, TEN.plusSeconds(3601));

    assertThat(plan.step()).isEqualTo(new Step.Start(TEN.plusSeconds(3600)));
    assertThat(plan(ConcurrencyPolicy.ALLOW, plan.consideredUntil(), TEN.plusSeconds(3601)).step())
        .isNull();
  }

  @Test
  void startsOnlyTheNewestOfSeveralThatHavePassed() {
    SchedulePlan plan = plan(ConcurrencyPolicy.ALLOW, TEN, TEN.plus(Duration.ofHours(3)));

    assertThat(plan.step()).isEqualTo(new Step.Start(TEN.plus(Duration.ofHours(3))));
    assertThat(plan.missed()).isEqualTo(2);
  }

  @Test
  void missesWhatIsTooLate() {
    SchedulePlan plan = plan(ConcurrencyPolicy.ALLOW, TEN, TEN.plus(Duration.ofMinutes(71)));

    assertThat(plan.step()).isNull();
    assertThat(plan.missed()).isEqualTo(1);
    assertThat(plan.wakeAt()).isEqualTo(TEN.plus(Duration.ofHours(2)));
  }

  @Test
  void comesThroughAnyNumberOfMissedTimes() {
    CronTimes everyMinute = CronTimes.of("* * * * *", "UTC");
    Instant until = TEN;
    Instant now = TEN.plus(Duration.ofMinutes(2500));
    long missed = 0;
    SchedulePlan plan;
    do {
      plan = ScheduleDecision.next(now(ConcurrencyPolicy.ALLOW, until), everyMinute, now);
      missed += plan.missed();
      until = plan.consideredUntil();
    } while (plan.step() == null);

    assertThat(plan.step()).isEqualTo(new Step.Start(now));
    assertThat(missed).isEqualTo(2499);
  }

  @Test
  void forbidSkipsWhileAJobRuns() {
    for (Ending ending : List.of(Ending.RUNNING, Ending.CANCELLED)) {
      SchedulePlan plan = plan(ConcurrencyPolicy.FORBID, TEN, TEN.plusSeconds(3600), ending);

      assertThat(plan.step()).isNull();
      assertThat(plan.skipped()).isEqualTo(1);
      assertThat(plan.consideredUntil()).isEqualTo(TEN.plusSeconds(3600));
    }
  }

  @Test
  void replaceCancelsWhatRunsAndStartsThen() {
    SchedulePlan first =
        plan(ConcurrencyPolicy.REPLACE, TEN, TEN.plusSeconds(3600), Ending.RUNNING);

    assertThat(first.step()).isEqualTo(new Step.Cancel("job-0"));
    assertThat(
            plan(
                    ConcurrencyPolicy.REPLACE,
                    first.consideredUntil(),
                    TEN.plusSeconds(3600),
                    Ending.CANCELLED)
                .step())
        .isEqualTo(new Step.Start(TEN.plusSeconds(3600)));
  }

  @Test
  void allowStartsBesideWhatRuns() {
    assertThat(plan(ConcurrencyPolicy.ALLOW, TEN, TEN.plusSeconds(3600), Ending.RUNNING).step())
        .isInstanceOf(Step.Start.class);
  }

  @Test
  void keepsTheNewestOfTheJobsThatEnded() {
    assertThat(
            plan(
                    ConcurrencyPolicy.ALLOW,
                    TEN,
                    TEN,
                    Ending.SUCCEEDED,
                    Ending.FAILED,
                    Ending.SUCCEEDED,
                    Ending.SUCCEEDED)
                .step())
        .isEqualTo(new Step.Remove("job-3"));
  }

  @Test
  void letsTimesPassWhileSuspended() {
    ScheduleNow suspended = new ScheduleNow(spec(ConcurrencyPolicy.ALLOW), true, TEN, List.of());

    SchedulePlan plan = ScheduleDecision.next(suspended, HOURLY, TEN.plusSeconds(7200));

    assertThat(plan.step()).isNull();
    assertThat(plan.missed()).isZero();
    assertThat(plan.wakeAt()).isNull();
    assertThat(plan.consideredUntil()).isEqualTo(TEN.plusSeconds(7200));
  }

  private static SchedulePlan plan(
      ConcurrencyPolicy policy, Instant until, Instant at, Ending... jobs) {
    return ScheduleDecision.next(now(policy, until, jobs), HOURLY, at);
  }

  private static ScheduleNow now(ConcurrencyPolicy policy, Instant until, Ending... endings) {
    List<MadeJob> jobs = new ArrayList<>();
    for (Ending ending : endings) {
      jobs.add(new MadeJob("job-" + jobs.size(), ending));
    }
    return new ScheduleNow(spec(policy), false, until, jobs);
  }

  private static ScheduleSpec spec(ConcurrencyPolicy policy) {
    return new ScheduleSpec(
        "0 * * * *",
        null,
        policy,
        Duration.ofMinutes(10),
        2,
        1,
        JobSpec.of(ContainerSpec.builder("busybox").build()));
  }
}
