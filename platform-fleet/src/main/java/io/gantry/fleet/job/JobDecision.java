package io.gantry.fleet.job;

import io.gantry.api.job.JobReason;
import io.gantry.api.job.JobSpec;
import io.gantry.api.job.JobState;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.fleet.job.JobNow.Run;
import io.gantry.fleet.job.JobPlan.Step;
import io.gantry.fleet.workload.GrowingWait;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what comes next for a job, from what is known of it alone. An end is for good: nothing is
 * started after it, what still runs is stopped.
 */
final class JobDecision {
  private final JobNow job;
  private final Instant at;
  private final JobState state;
  private final @Nullable JobReason reason;

  private JobDecision(JobNow job, Instant at) {
    this.job = job;
    this.at = at;
    this.reason = job.state().isEnded() ? job.reason() : reason(job, at);
    this.state = job.state().isEnded() ? job.state() : state(job, reason);
  }

  static JobPlan next(JobNow job, Instant at) {
    JobDecision decision = new JobDecision(job, at);
    return decision.goes() ? decision.going() : decision.staying();
  }

  private static @Nullable JobReason reason(JobNow job, Instant at) {
    if (job.succeeded() >= job.spec().completions()) {
      return null;
    }
    if (job.cancelled()) {
      return JobReason.CANCELLED;
    }
    if (isReached(after(job.createdAt(), job.spec().deadline()), at)) {
      return JobReason.DEADLINE;
    }
    return job.failed() > job.spec().retries() ? JobReason.RETRIES : null;
  }

  private static JobState state(JobNow job, @Nullable JobReason reason) {
    if (reason != null) {
      return JobState.FAILED;
    }
    return job.succeeded() >= job.spec().completions() ? JobState.SUCCEEDED : job.state();
  }

  private boolean goes() {
    return job.removed() || isReached(goesAt(), at);
  }

  /** A job whose end is decided right now has none noted yet. */
  private @Nullable Instant goesAt() {
    Instant endedAt = job.endedAt() == null ? at : job.endedAt();
    return state.isEnded() ? after(endedAt, job.spec().ttl()) : null;
  }

  private JobPlan going() {
    Step step =
        job.runs().stream()
            .filter(Run::isKept)
            .findFirst()
            .<Step>map(run -> new Step.Remove(run.container()))
            .orElse(new Step.Forget());
    return new JobPlan(state, reason, step, null, null);
  }

  private JobPlan staying() {
    boolean ended = state.isEnded();
    Instant attemptAt = ended || room() <= 0 ? null : attemptAt();
    boolean waits = attemptAt != null && attemptAt.isAfter(at);
    Step step = ended ? stop() : attemptAt == null || waits ? null : new Step.Start();
    Instant nextAttemptAt = waits ? attemptAt : null;
    Instant endsOrGoesAt = ended ? goesAt() : after(job.createdAt(), job.spec().deadline());
    return new JobPlan(
        state,
        reason,
        step == null ? trim() : step,
        nextAttemptAt,
        earlier(nextAttemptAt, endsOrGoesAt));
  }

  private long room() {
    JobSpec spec = job.spec();
    return Math.min(spec.parallelism(), spec.completions() - job.succeeded()) - job.running();
  }

  private Instant attemptAt() {
    Instant failedAt = job.lastFailedAt();
    return failedAt == null
        ? at
        : failedAt.plus(
            new GrowingWait(job.spec().backoff(), job.spec().maximumBackoff())
                .after(job.failuresInARow()));
  }

  private @Nullable Step stop() {
    return job.runs().stream()
        .filter(run -> run.running() && run.goal() == Goal.RUNNING)
        .findFirst()
        .map(run -> new Step.Stop(run.container()))
        .orElse(null);
  }

  /** Takes the oldest container away of those that have ended and are more than are kept. */
  private @Nullable Step trim() {
    List<Run> ended = job.runs().stream().filter(run -> !run.running() && run.isKept()).toList();
    return ended.size() <= job.spec().keptContainers()
        ? null
        : new Step.Remove(ended.getFirst().container());
  }

  private static boolean isReached(@Nullable Instant instant, Instant at) {
    return instant != null && !instant.isAfter(at);
  }

  private static @Nullable Instant after(Instant instant, @Nullable Duration time) {
    return time == null ? null : instant.plus(time);
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return Stream.of(one, other)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }
}
