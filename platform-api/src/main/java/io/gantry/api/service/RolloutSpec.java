package io.gantry.api.service;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How replicas are replaced.
 *
 * @param maxUnavailable how many may be missing or not ready meanwhile; absent is 0
 * @param maxSurge how many more than wanted there may be meanwhile; absent is 1
 * @param minReady how long a replica without a health check has to run to be ready; absent is 10 s
 * @param progressDeadline longest time without another ready replica; after it the service goes
 *     back to its last good revision. Absent is 10 min
 * @param keptRevisions revisions that can be gone back to, 1 to 100; absent is 10
 */
public record RolloutSpec(
    Integer maxUnavailable,
    Integer maxSurge,
    Duration minReady,
    Duration progressDeadline,
    Integer keptRevisions) {
  private static final int MOST = 1_000;
  private static final int MOST_REVISIONS = 100;
  private static final int DEFAULT_REVISIONS = 10;
  private static final Duration DEFAULT_MIN_READY = Duration.ofSeconds(10);
  private static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(10);

  public static final RolloutSpec DEFAULT = new RolloutSpec(null, null, null, null, null);

  public RolloutSpec(
      @Nullable Integer maxUnavailable,
      @Nullable Integer maxSurge,
      @Nullable Duration minReady,
      @Nullable Duration progressDeadline,
      @Nullable Integer keptRevisions) {
    this.maxUnavailable = maxUnavailable == null ? 0 : maxUnavailable;
    this.maxSurge = maxSurge == null ? 1 : maxSurge;
    this.minReady = minReady == null ? DEFAULT_MIN_READY : minReady;
    this.progressDeadline = progressDeadline == null ? DEFAULT_DEADLINE : progressDeadline;
    this.keptRevisions = keptRevisions == null ? DEFAULT_REVISIONS : keptRevisions;
    require(within(this.maxUnavailable, 0, MOST), "rollout.maxUnavailable is between 0 and 1000");
    require(within(this.maxSurge, 0, MOST), "rollout.maxSurge is between 0 and 1000");
    require(
        this.maxUnavailable + this.maxSurge > 0,
        "rollout.maxUnavailable and rollout.maxSurge are not both 0: nothing could be replaced");
    require(!this.minReady.isNegative(), "rollout.minReady is not negative");
    require(this.progressDeadline.isPositive(), "rollout.progressDeadline is positive");
    require(
        within(this.keptRevisions, 1, MOST_REVISIONS),
        "rollout.keptRevisions is between 1 and 100");
  }

  private static boolean within(int value, int least, int most) {
    return value >= least && value <= most;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
