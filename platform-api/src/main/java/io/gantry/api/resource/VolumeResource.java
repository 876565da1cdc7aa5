package io.gantry.api.resource;

import io.gantry.api.container.TenantId;
import java.time.Instant;
import java.util.Map;

/**
 * A named volume, which lies on one node.
 *
 * @param containers number of containers that mount it
 */
public record VolumeResource(
    TenantId tenant,
    String name,
    String node,
    Map<String, String> labels,
    Instant createdAt,
    String createdBy,
    long containers) {
  public VolumeResource {
    labels = labels == null ? Map.of() : Map.copyOf(labels);
  }
}
