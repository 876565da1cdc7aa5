package io.gantry.fleet.container;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;

/**
 * Where a container is, for streams to its node.
 *
 * @param reachable whether the node answers now
 */
public record ContainerLocation(
    ContainerId container, TenantId tenant, String nodeId, boolean reachable) {}
