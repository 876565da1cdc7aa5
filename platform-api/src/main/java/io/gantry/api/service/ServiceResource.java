package io.gantry.api.service;

import io.gantry.api.container.TenantId;
import io.gantry.api.node.Report.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A service: what its user wants and, in {@link #status()}, how far it is.
 *
 * @param spec with the container of the revision it is at or on the way to
 * @param paused whether replicas stay of the revision they are
 * @param version of what is wanted, sent as the ETag; a status never changes it
 */
public record ServiceResource(
    String id,
    TenantId tenant,
    String name,
    ServiceSpec spec,
    boolean paused,
    long version,
    Status status,
    Instant createdAt,
    String createdBy) {

  /**
   * How far a service is.
   *
   * @param revision it is at or on the way to
   * @param goodRevision the newest that was complete
   * @param rolledBackFrom the revision it left by itself, as it made no progress
   * @param replicas containers that run or are about to
   * @param ready those of them that are ready
   * @param updated those that are of the revision
   * @param updatedReady those that are both
   * @param failures how often replicas of the revision failed since one held
   * @param nextAttemptAt when the next replica is made after failures; absent if none waits
   * @param rollsBackAt when it goes back without progress; absent if it does not
   * @param obstacle why the next replica could not be made; it is tried again
   */
  public record Status(
      RolloutState state,
      int revision,
      @Nullable Integer goodRevision,
      @Nullable Integer rolledBackFrom,
      int replicas,
      int ready,
      int updated,
      int updatedReady,
      int failures,
      @Nullable Instant nextAttemptAt,
      @Nullable Instant rollsBackAt,
      @Nullable Failure obstacle) {}
}
