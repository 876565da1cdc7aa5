package io.gantry.fleet.job;

import io.gantry.api.job.JobReason;
import io.gantry.api.job.JobResource;
import io.gantry.api.job.JobResource.Status;
import io.gantry.api.job.JobState;
import io.gantry.api.node.Report.Failure;
import io.gantry.persistence.job.JobRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a job is, while it is looked at. Not thread-safe. */
final class JobProgress {
  private final JobRow before;
  private int runs;
  private int succeeded;
  private int failed;
  private int failuresInARow;
  private @Nullable Instant lastFailedAt;
  private JobState state;
  private @Nullable JobReason reason;
  private @Nullable Instant startedAt;
  private @Nullable Instant endedAt;
  private @Nullable Instant nextAttemptAt;
  private @Nullable Failure obstacle;

  JobProgress(JobRow before) {
    Status status = before.job().status();
    this.before = before;
    this.runs = before.runs();
    this.succeeded = status.succeeded();
    this.failed = status.failed();
    this.failuresInARow = before.failuresInARow();
    this.lastFailedAt = before.lastFailedAt();
    this.state = status.state();
    this.reason = status.reason();
    this.startedAt = status.startedAt();
    this.endedAt = status.endedAt();
    this.nextAttemptAt = status.nextAttemptAt();
    this.obstacle = status.obstacle();
  }

  JobResource job() {
    return before.job();
  }

  /** Counts a run that ended. */
  void count(boolean good, Instant at) {
    if (good) {
      succeeded++;
      failuresInARow = 0;
    } else {
      failed++;
      failuresInARow++;
      lastFailedAt = at;
    }
  }

  JobNow now(List<JobNow.Run> open) {
    return new JobNow(
        job().spec(),
        state,
        reason,
        before.cancelled(),
        before.removed(),
        job().createdAt(),
        endedAt,
        succeeded,
        failed,
        failuresInARow,
        lastFailedAt,
        open);
  }

  /** Takes what a plan says of it; returns whether it ends with that. */
  boolean become(JobPlan plan, Instant at) {
    state = plan.state();
    reason = plan.reason();
    nextAttemptAt = plan.nextAttemptAt();
    boolean ends = state.isEnded() && endedAt == null;
    if (ends) {
      endedAt = at;
      obstacle = null;
    }
    return ends;
  }

  /** Begins a run; returns its number. */
  int begin(Instant at) {
    runs++;
    state = JobState.RUNNING;
    startedAt = startedAt == null ? at : startedAt;
    obstacle = null;
    return runs;
  }

  void meet(Failure met) {
    obstacle = met;
  }

  JobRow row() {
    Status status =
        new Status(
            state,
            reason,
            runs - succeeded - failed,
            succeeded,
            failed,
            startedAt,
            endedAt,
            nextAttemptAt,
            obstacle);
    return new JobRow(
        before.number(),
        job().with(status),
        before.cancelled(),
        before.removed(),
        runs,
        failuresInARow,
        lastFailedAt);
  }
}
