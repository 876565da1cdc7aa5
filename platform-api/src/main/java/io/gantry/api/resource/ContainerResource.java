package io.gantry.api.resource;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.HealthState;
import io.gantry.api.container.TenantId;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.api.node.Report.Failure;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container: what its user wants and, in {@link #status()}, what its node last told.
 *
 * @param version of what the user wants, sent as the ETag; a status never changes it
 * @param node name of the node it is assigned to
 */
public record ContainerResource(
    ContainerId id,
    TenantId tenant,
    String name,
    ContainerSpec spec,
    long version,
    Goal goal,
    Status status,
    @Nullable String node,
    Instant createdAt,
    String createdBy,
    Instant updatedAt) {

  /**
   * What the node last told.
   *
   * @param state display name of a {@link io.gantry.api.container.ContainerState}, or {@link
   *     #PENDING}
   * @param run number of the newest run, 0 before the first
   * @param health what its health checks found; absent without any
   * @param failure why the goal is not reached
   * @param asOf when the node told it; absent while pending
   * @param nodeReachable whether the node answers now; if not, the rest may be out of date
   */
  public record Status(
      String state,
      long run,
      @Nullable Integer exitCode,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      int restartCount,
      @Nullable Instant nextRestartAt,
      boolean outOfMemory,
      @Nullable String imageId,
      List<String> addresses,
      @Nullable HealthState health,
      @Nullable Failure failure,
      @Nullable Instant asOf,
      boolean nodeReachable) {
    /** The state until the node has told one. */
    public static final String PENDING = "pending";

    public Status {
      addresses = addresses == null ? List.of() : List.copyOf(addresses);
    }
  }
}
