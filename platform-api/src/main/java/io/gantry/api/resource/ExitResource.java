package io.gantry.api.resource;

import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.TenantId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of the exit ledger. It stays when the container and the node are long gone.
 *
 * @param labels the container's when the end was reported; absent in rows from before they were
 *     kept
 * @param node name of the node the run was on
 * @param recordedAt when it reached the ledger
 */
public record ExitResource(
    ExitRecord record,
    String containerName,
    String image,
    @Nullable Map<String, String> labels,
    String node,
    TenantId tenant,
    Instant recordedAt) {
  public ExitResource {
    labels = labels == null ? null : Map.copyOf(labels);
  }
}
