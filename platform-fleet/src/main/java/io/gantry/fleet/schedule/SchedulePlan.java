package io.gantry.fleet.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What comes next for a schedule.
 *
 * @param consideredUntil times up to this one are decided on with this plan
 * @param skipped how many of them passed as a job from before ran
 * @param missed how many of them passed as nobody was there in time
 * @param step what is done now; when it is done the schedule is looked at again
 * @param wakeAt when it has to be looked at though nothing changed; absent is never
 */
record SchedulePlan(
    Instant consideredUntil,
    long skipped,
    long missed,
    @Nullable Step step,
    @Nullable Instant wakeAt) {

  /** One thing to do. */
  sealed interface Step {
    /** Makes the job of a time. */
    record Start(Instant time) implements Step {}

    /** Ends a job that is in the way of the next. */
    record Cancel(String job) implements Step {}

    /** Takes a job away that is more than is kept. */
    record Remove(String job) implements Step {}
  }
}
