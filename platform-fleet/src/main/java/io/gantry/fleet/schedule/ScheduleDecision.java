package io.gantry.fleet.schedule;

import io.gantry.api.schedule.ConcurrencyPolicy;
import io.gantry.fleet.schedule.ScheduleNow.MadeJob;
import io.gantry.fleet.schedule.ScheduleNow.MadeJob.Ending;
import io.gantry.fleet.schedule.SchedulePlan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of the times of a schedule. Of several that have passed only the newest gets
 * its job, if it is not too late for it; the others are missed.
 */
final class ScheduleDecision {
  /** Times that are decided on in one look; a schedule nobody looked at for long takes several. */
  private static final int MOST_TIMES = 1_000;

  private final ScheduleNow schedule;
  private final CronTimes times;
  private final Instant at;

  private ScheduleDecision(ScheduleNow schedule, CronTimes times, Instant at) {
    this.schedule = schedule;
    this.times = times;
    this.at = at;
  }

  static SchedulePlan next(ScheduleNow schedule, CronTimes times, Instant at) {
    ScheduleDecision decision = new ScheduleDecision(schedule, times, at);
    return schedule.suspended() ? decision.nothingDue() : decision.due();
  }

  private SchedulePlan due() {
    Instant before = schedule.consideredUntil();
    Instant newest = null;
    int passed = 0;
    Instant next = times.next(before);
    while (next != null && !next.isAfter(at) && passed < MOST_TIMES) {
      newest = next;
      passed++;
      next = times.next(newest);
    }
    if (newest == null) {
      return nothingDue();
    }
    boolean more = next != null && !next.isAfter(at);
    return more || isTooLate(newest)
        ? new SchedulePlan(newest, 0, passed, null, more ? at : next)
        : decided(newest, passed - 1);
  }

  private SchedulePlan decided(Instant time, long missed) {
    Optional<MadeJob> running = jobs(Ending.RUNNING).findFirst();
    ConcurrencyPolicy policy = schedule.spec().concurrency();
    if (running.isPresent() && policy == ConcurrencyPolicy.REPLACE) {
      Step cancel = new Step.Cancel(running.get().name());
      return new SchedulePlan(schedule.consideredUntil(), 0, 0, cancel, null);
    }
    boolean busy = running.isPresent() || jobs(Ending.CANCELLED).findFirst().isPresent();
    return busy && policy == ConcurrencyPolicy.FORBID
        ? new SchedulePlan(time, 1, missed, null, times.next(time))
        : new SchedulePlan(time, 0, missed, new Step.Start(time), null);
  }

  private SchedulePlan nothingDue() {
    Instant until = schedule.suspended() ? at : schedule.consideredUntil();
    return new SchedulePlan(
        until, 0, 0, trim(), schedule.suspended() ? null : times.next(schedule.consideredUntil()));
  }

  private @Nullable Step trim() {
    return Stream.concat(
            surplus(Ending.SUCCEEDED, schedule.spec().succeededHistory()),
            surplus(Ending.FAILED, schedule.spec().failedHistory()))
        .findFirst()
        .map(job -> new Step.Remove(job.name()))
        .orElse(null);
  }

  private Stream<MadeJob> surplus(Ending ending, int kept) {
    List<MadeJob> ended = jobs(ending).toList();
    return ended.stream().skip(kept);
  }

  private Stream<MadeJob> jobs(Ending ending) {
    return schedule.jobs().stream().filter(job -> job.ending() == ending);
  }

  private boolean isTooLate(Instant time) {
    Duration deadline = schedule.spec().startingDeadline();
    return deadline != null && time.plus(deadline).isBefore(at);
  }
}
