package io.gantry.engine.checkpoint;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A container to be made of an archive.
 *
 * @param name absent is the one in the archive, with the addresses it had; several containers of
 *     one archive need names of their own
 * @param spec our own record of it, which makes the one in the archive meaningless; absent is the
 *     archive's, checked as any other: whoever asks for it has asked the policies about it
 */
public record NewContainer(
    TenantId tenant, ContainerId id, @Nullable String name, @Nullable ContainerSpec spec) {}
