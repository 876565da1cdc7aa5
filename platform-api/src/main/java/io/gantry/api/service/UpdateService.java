package io.gantry.api.service;

import io.gantry.api.container.ContainerSpec;
import org.jspecify.annotations.Nullable;

/**
 * What may change of a service; an absent field stays as it is.
 *
 * @param container as a whole; another one is a new revision
 * @param paused whether replicas stay of the revision they are
 */
public record UpdateService(
    @Nullable ContainerSpec container,
    @Nullable Integer replicas,
    @Nullable RolloutSpec rollout,
    @Nullable Boolean paused) {}
