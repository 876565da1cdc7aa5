package io.gantry.fleet.job;

import io.gantry.api.container.ContainerId;
import io.gantry.api.job.JobReason;
import io.gantry.api.job.JobSpec;
import io.gantry.api.job.JobState;
import io.gantry.api.node.Assignment.Goal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a job when it is looked at.
 *
 * @param cancelled whether somebody wants it to end
 * @param removed whether somebody wants it to go with all it has
 * @param failuresInARow failed runs since the last good one
 * @param runs those that have not ended or whose container is there, in their order
 */
record JobNow(
    JobSpec spec,
    JobState state,
    @Nullable JobReason reason,
    boolean cancelled,
    boolean removed,
    Instant createdAt,
    @Nullable Instant endedAt,
    int succeeded,
    int failed,
    int failuresInARow,
    @Nullable Instant lastFailedAt,
    List<Run> runs) {
  JobNow {
    runs = List.copyOf(runs);
  }

  /**
   * A run.
   *
   * @param running whether it has not ended
   * @param goal what is wanted of its container; absent if that is gone
   */
  record Run(ContainerId container, boolean running, @Nullable Goal goal) {
    /** Whether its container is there and nobody wants it gone. */
    boolean isKept() {
      return goal != null && goal != Goal.REMOVED;
    }
  }

  long running() {
    return runs.stream().filter(Run::running).count();
  }
}
