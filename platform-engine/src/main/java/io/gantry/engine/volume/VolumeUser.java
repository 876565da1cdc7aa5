package io.gantry.engine.volume;

import io.gantry.api.container.ContainerId;

/**
 * A container that uses a volume, whether it runs or not.
 *
 * @param destination where it has the volume
 */
public record VolumeUser(ContainerId container, String destination) {}
