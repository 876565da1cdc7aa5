package io.gantry.api.schedule;

import io.gantry.api.container.TenantId;
import io.gantry.api.node.Report.Failure;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A schedule: what its user wants and, in {@link #status()}, what became of its times.
 *
 * @param suspended whether its times pass without jobs
 * @param version of what the user wants, sent as the ETag; a status never changes it
 */
public record ScheduleResource(
    String id,
    TenantId tenant,
    String name,
    ScheduleSpec spec,
    boolean suspended,
    long version,
    Status status,
    Instant createdAt,
    String createdBy) {

  /** The same with another status. */
  public ScheduleResource with(Status other) {
    return new ScheduleResource(
        id, tenant, name, spec, suspended, version, other, createdAt, createdBy);
  }

  /**
   * What became of its times.
   *
   * @param lastTime the newest time for which a job was made
   * @param next the times that come next; none while suspended
   * @param started jobs made so far
   * @param skipped times that passed without a job as one from before ran
   * @param missed times that passed without a job as nobody was there in time
   * @param obstacle why the job of the last time could not be made; it is tried again
   */
  public record Status(
      @Nullable Instant lastTime,
      List<Instant> next,
      long started,
      long skipped,
      long missed,
      @Nullable Failure obstacle) {
    public Status {
      next = List.copyOf(next);
    }
  }
}
