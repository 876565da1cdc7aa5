package io.gantry.api.job;

import io.gantry.api.container.TenantId;
import io.gantry.api.node.Report.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job: what its user wants and, in {@link #status()}, how far it is.
 *
 * @param schedule whose time it was made for; absent if somebody made it
 * @param version of what the user wants, sent as the ETag; a status never changes it
 */
public record JobResource(
    String id,
    TenantId tenant,
    String name,
    JobSpec spec,
    @Nullable ScheduledFor schedule,
    long version,
    Status status,
    Instant createdAt,
    String createdBy) {

  /** A time of a schedule. */
  public record ScheduledFor(String id, String name, Instant time) {}

  /** The same with another status. */
  public JobResource with(Status other) {
    return new JobResource(id, tenant, name, spec, schedule, version, other, createdAt, createdBy);
  }

  /**
   * How far a job is.
   *
   * @param reason why it failed
   * @param active runs that have not ended
   * @param succeeded runs that ended with code 0
   * @param failed runs that ended otherwise, or whose container could not be run
   * @param startedAt when its first container was made
   * @param nextAttemptAt when the next container is made; absent if none waits for a time
   * @param obstacle why the next container could not be made; it is tried again
   */
  public record Status(
      JobState state,
      @Nullable JobReason reason,
      int active,
      int succeeded,
      int failed,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable Instant nextAttemptAt,
      @Nullable Failure obstacle) {}
}
