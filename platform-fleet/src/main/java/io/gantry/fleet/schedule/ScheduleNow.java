package io.gantry.fleet.schedule;

import io.gantry.api.schedule.ScheduleSpec;
import java.time.Instant;
import java.util.List;

/**
 * What is known of a schedule when it is looked at.
 *
 * @param consideredUntil times up to this one have been decided on
 * @param jobs its jobs that nobody wants gone, the newest first
 */
record ScheduleNow(
    ScheduleSpec spec, boolean suspended, Instant consideredUntil, List<MadeJob> jobs) {
  ScheduleNow {
    jobs = List.copyOf(jobs);
  }

  /** A job it made. */
  record MadeJob(String name, Ending ending) {
    /** What is known of its end. */
    enum Ending {
      RUNNING,
      CANCELLED,
      SUCCEEDED,
      FAILED
    }
  }
}
