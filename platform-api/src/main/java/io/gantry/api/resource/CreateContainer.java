package io.gantry.api.resource;

import io.gantry.api.container.ContainerSpec;
import org.jspecify.annotations.Nullable;

/**
 * The wish for a container.
 *
 * @param start whether it is started as well
 * @param node name or id of the node it must run on; absent lets the fleet choose
 */
public record CreateContainer(ContainerSpec spec, boolean start, @Nullable String node) {}
