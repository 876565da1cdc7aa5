package io.gantry.ctl.workload;

import io.gantry.api.service.RolloutSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How replicas are replaced. */
final class RolloutOptions {
  @Option(
      names = "--max-unavailable",
      description = "How many may be missing meanwhile (default 0).")
  private @Nullable Integer maxUnavailable;

  @Option(names = "--max-surge", description = "How many more there may be meanwhile (default 1).")
  private @Nullable Integer maxSurge;

  @Option(
      names = "--min-ready",
      paramLabel = "TIME",
      description = "How long one without a health check runs to be ready (default 10s).")
  private @Nullable Duration minReady;

  @Option(
      names = "--progress-deadline",
      paramLabel = "TIME",
      description = "Without progress for so long it rolls back by itself (default 10m).")
  private @Nullable Duration progressDeadline;

  @Option(
      names = "--keep-revisions",
      description = "Revisions that can be gone back to (default 10).")
  private @Nullable Integer keptRevisions;

  /** Absent if none of them was given. */
  @Nullable RolloutSpec rollout() {
    return maxUnavailable == null
            && maxSurge == null
            && minReady == null
            && progressDeadline == null
            && keptRevisions == null
        ? null
        : new RolloutSpec(maxUnavailable, maxSurge, minReady, progressDeadline, keptRevisions);
  }
}
