package io.gantry.fleet.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.job.JobReason;
import io.gantry.api.job.JobSpec;
import io.gantry.api.job.JobState;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.fleet.job.JobNow.Run;
import io.gantry.fleet.job.JobPlan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobDecisionTest {
  private static final Instant MADE = Instant.parse("2026-11-24T10:00:00Z");

  @Test
  void startsAsManyAsMayRunAtATime() {
    assertThat(plan(job().running(2)).step()).isEqualTo(new Step.Start());
    assertThat(plan(job().running(3)).step()).isNull();
  }

  @Test
  void startsNoMoreThanAreStillNeeded() {
    assertThat(plan(job().succeeded(4).running(1)).step()).isNull();
  }

  @Test
  void waitsLongerWithEachFailureInARow() {
    JobPlan plan = plan(job().failed(2));

    assertThat(plan.step()).isNull();
    assertThat(plan.nextAttemptAt()).isEqualTo(MADE.plusSeconds(20));
    assertThat(plan.wakeAt()).isEqualTo(MADE.plusSeconds(20));
    assertThat(JobDecision.next(job().failed(2).now(), MADE.plusSeconds(20)).step())
        .isEqualTo(new Step.Start());
  }

  @Test
  void failsWhenMoreFailedThanAreTriedAgain() {
    assertThat(plan(job().failed(3)).state()).isEqualTo(JobState.PENDING);

    JobPlan plan = plan(job().failed(4).running(1));

    assertThat(plan.state()).isEqualTo(JobState.FAILED);
    assertThat(plan.reason()).isEqualTo(JobReason.RETRIES);
    assertThat(plan.step()).isInstanceOf(Step.Stop.class);
  }

  @Test
  void failsAtItsDeadlineWhichWakesIt() {
    Job job = job().running(3);

    assertThat(plan(job).wakeAt()).isEqualTo(MADE.plusSeconds(3600));
    JobPlan late = JobDecision.next(job.now(), MADE.plusSeconds(3600));
    assertThat(late.reason()).isEqualTo(JobReason.DEADLINE);
    assertThat(late.step()).isInstanceOf(Step.Stop.class);
  }

  @Test
  void hasSucceededWithTheLastEndThatWasWantedEvenIfItIsLateOrCancelled() {
    JobPlan plan = JobDecision.next(job().succeeded(5).cancelled().now(), MADE.plusSeconds(9999));

    assertThat(plan.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(plan.reason()).isNull();
  }

  @Test
  void stopsEachRunOnceWhenCancelled() {
    JobPlan plan = plan(job().cancelled().with(true, Goal.STOPPED).with(true, Goal.RUNNING));

    assertThat(plan.reason()).isEqualTo(JobReason.CANCELLED);
    assertThat(plan.step()).isEqualTo(new Step.Stop(container(1)));
    assertThat(plan(job().cancelled().with(true, Goal.STOPPED)).step()).isNull();
  }

  @Test
  void keepsTheNewestOfTheContainersThatEnded() {
    assertThat(plan(job().running(3).with(false, Goal.RUNNING)).step()).isNull();
    assertThat(plan(job().running(3).with(false, Goal.RUNNING).with(false, Goal.RUNNING)).step())
        .isEqualTo(new Step.Remove(container(3)));
  }

  @Test
  void goesWhenItsTimeIsOverWithAllItHas() {
    Job ended = job().ended(MADE).with(false, Goal.RUNNING);

    assertThat(plan(ended).wakeAt()).isEqualTo(MADE.plusSeconds(60));
    assertThat(JobDecision.next(ended.now(), MADE.plusSeconds(60)).step())
        .isEqualTo(new Step.Remove(container(0)));
    assertThat(JobDecision.next(job().ended(MADE).now(), MADE.plusSeconds(60)).step())
        .isEqualTo(new Step.Forget());
  }

  @Test
  void goesWhenAskedEvenWhileItRuns() {
    assertThat(plan(job().running(1).removed()).step()).isEqualTo(new Step.Remove(container(0)));
    assertThat(plan(job().with(true, Goal.REMOVED).removed()).step()).isEqualTo(new Step.Forget());
  }

  /** Whatever its containers do, a job comes to an end, and never has more of them than it may. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void endsAndKeepsWithinItsBoundsWhateverHappens(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      Simulation simulation = new Simulation(random);
      simulation.run();
    }
  }

  private static JobPlan plan(Job job) {
    return JobDecision.next(job.now(), MADE);
  }

  private static Job job() {
    return new Job();
  }

  private static ContainerId container(int number) {
    return new ContainerId("%064x".formatted(number));
  }

  private static JobSpec spec(int parallelism, int completions, int retries) {
    return new JobSpec(
        ContainerSpec.builder("busybox").build(),
        null,
        parallelism,
        completions,
        retries,
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ofHours(1),
        Duration.ofMinutes(1),
        1);
  }

  /** A job that wants 5 ends, 3 at a time, with 3 retries. */
  private static final class Job {
    private final List<Run> runs = new ArrayList<>();
    private int succeeded;
    private int failed;
    private boolean cancelled;
    private boolean removed;
    private @Nullable Instant endedAt;

    Job running(int count) {
      for (int number = 0; number < count; number++) {
        with(true, Goal.RUNNING);
      }
      return this;
    }

    Job with(boolean running, Goal goal) {
      runs.add(new Run(container(runs.size()), running, goal));
      return this;
    }

    Job succeeded(int count) {
      succeeded = count;
      return this;
    }

    Job failed(int count) {
      failed = count;
      return this;
    }

    Job cancelled() {
      cancelled = true;
      return this;
    }

    Job removed() {
      removed = true;
      return this;
    }

    Job ended(Instant at) {
      endedAt = at;
      return this;
    }

    JobNow now() {
      return new JobNow(
          spec(3, 5, 3),
          endedAt == null ? JobState.PENDING : JobState.SUCCEEDED,
          null,
          cancelled,
          removed,
          MADE,
          endedAt,
          endedAt == null ? succeeded : 5,
          failed,
          failed,
          failed == 0 ? null : MADE,
          runs);
    }
  }

  /** Containers that end as they like, looked at in random moments. */
  private static final class Simulation {
    private final Random random;
    private final JobSpec spec;
    private final List<Run> runs = new ArrayList<>();
    private Instant at = MADE;
    private JobState state = JobState.PENDING;
    private @Nullable JobReason reason;
    private @Nullable Instant endedAt;
    private int started;
    private int succeeded;
    private int failed;
    private int inARow;
    private @Nullable Instant lastFailedAt;

    Simulation(Random random) {
      this.random = random;
      this.spec = spec(1 + random.nextInt(4), 1 + random.nextInt(6), random.nextInt(5));
    }

    void run() {
      for (int looks = 0; looks < 10_000; looks++) {
        JobPlan plan = look();
        if (plan.step() instanceof Step.Forget) {
          assertThat(state.isEnded()).isTrue();
          assertThat(started)
              .isLessThanOrEqualTo(spec.completions() + spec.retries() + spec.parallelism());
          return;
        }
        if (plan.step() == null) {
          something(plan);
        }
      }
      throw new AssertionError("the job came to no end");
    }

    private JobPlan look() {
      JobPlan plan =
          JobDecision.next(
              new JobNow(
                  spec,
                  state,
                  reason,
                  false,
                  false,
                  MADE,
                  endedAt,
                  succeeded,
                  failed,
                  inARow,
                  lastFailedAt,
                  runs),
              at);
      assertThat(state.isEnded() && plan.state() != state).as("an end is for good").isFalse();
      state = plan.state();
      reason = plan.reason();
      if (state.isEnded() && endedAt == null) {
        endedAt = at;
      }
      switch (plan.step()) {
        case Step.Start start -> {
          assertThat(state.isEnded()).isFalse();
          runs.add(new Run(container(started++), true, Goal.RUNNING));
        }
        case Step.Stop stop -> wish(stop.container(), Goal.STOPPED);
        case Step.Remove remove -> wish(remove.container(), Goal.REMOVED);
        case Step.Forget forget -> assertThat(runs).noneMatch(Run::isKept);
        case null -> {}
      }
      assertThat(runs.stream().filter(Run::running).count())
          .isLessThanOrEqualTo(spec.parallelism());
      return plan;
    }

    private void wish(ContainerId container, Goal goal) {
      runs.replaceAll(
          run -> run.container().equals(container) ? new Run(container, run.running(), goal) : run);
    }

    /** Lets a container end, or the time come at which the job is to be looked at again. */
    private void something(JobPlan plan) {
      List<Run> active = runs.stream().filter(Run::running).toList();
      if (active.isEmpty() || random.nextInt(4) == 0) {
        assertThat(active.isEmpty() && plan.wakeAt() == null).as("nobody wakes it").isFalse();
        at = plan.wakeAt() == null || plan.wakeAt().isBefore(at) ? at : plan.wakeAt();
        if (active.isEmpty() || plan.wakeAt() != null) {
          return;
        }
      }
      Run ends = active.get(random.nextInt(active.size()));
      runs.remove(ends);
      if (random.nextInt(3) > 0) {
        runs.add(new Run(ends.container(), false, ends.goal()));
      }
      boolean good = random.nextInt(3) > 0;
      succeeded += good ? 1 : 0;
      failed += good ? 0 : 1;
      inARow = good ? 0 : inARow + 1;
      lastFailedAt = good ? lastFailedAt : at;
      at = at.plusSeconds(1);
    }
  }
}
