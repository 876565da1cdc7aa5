package io.gantry.api.resource;

import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.TenantId;
import java.time.Instant;

/**
 * A row of the exit ledger. It stays when the container and the node are long gone.
 *
 * @param node name of the node the run was on
 * @param recordedAt when it reached the ledger
 */
public record ExitResource(
    ExitRecord record,
    String containerName,
    String image,
    String node,
    TenantId tenant,
    Instant recordedAt) {}
