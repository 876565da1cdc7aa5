package io.gantry.engine.pod;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.engine.state.PodMembership.Role;
import org.jspecify.annotations.Nullable;

/**
 * A container that is to be made in a pod.
 *
 * @param name absent is a random one that is free
 * @param role what the pod has it for
 */
public record NewMember(ContainerId id, @Nullable String name, ContainerSpec spec, Role role) {}
