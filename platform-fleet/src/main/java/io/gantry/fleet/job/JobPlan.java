package io.gantry.fleet.job;

import io.gantry.api.container.ContainerId;
import io.gantry.api.job.JobReason;
import io.gantry.api.job.JobState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What comes next for a job.
 *
 * @param step what is done now; when it is done the job is looked at again
 * @param nextAttemptAt when the next run may begin, if that is why none begins now
 * @param wakeAt when the job has to be looked at though nothing changed; absent is never
 */
record JobPlan(
    JobState state,
    @Nullable JobReason reason,
    @Nullable Step step,
    @Nullable Instant nextAttemptAt,
    @Nullable Instant wakeAt) {

  /** One thing to do. */
  sealed interface Step {
    /** Makes and starts a container. */
    record Start() implements Step {}

    record Stop(ContainerId container) implements Step {}

    record Remove(ContainerId container) implements Step {}

    /** Deletes the job, which has no container any more. */
    record Forget() implements Step {}
  }
}
