package io.gantry.persistence.service;

import io.gantry.api.service.ServiceResource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A service with what only the fleet asks for.
 *
 * @param number its place in lists
 * @param removed whether it goes with all it has
 * @param lastRevision number of the newest revision
 * @param made containers it made so far
 * @param lastFailedAt when a replica of its revision failed last
 * @param progressAt when the newest replica of its revision became ready, or the revision was set
 */
public record ServiceRow(
    long number,
    ServiceResource service,
    boolean removed,
    int lastRevision,
    long made,
    @Nullable Instant lastFailedAt,
    Instant progressAt) {
  /** The same with another service. */
  public ServiceRow with(ServiceResource other) {
    return new ServiceRow(number, other, removed, lastRevision, made, lastFailedAt, progressAt);
  }
}
